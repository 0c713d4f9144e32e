; Calls of plug-in-primitive-full that must fail. Each batch command loads this
; file anew: what is kept is GIMP's list of images.

(define (prepare)
  (photo "coffee.png")
  (let ((image (photo "chelsea.png")))
    (gimp-image-scale image 60 40))
  (census 0))

(define images (vector->list (cadr (gimp-image-list)))) ; the newest first
(define image (if (pair? images) (car images) -1))
(define other (if (pair? images) (cadr images) -1))

(define (call min max detail effort background palette importance stop output export)
  (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) 5 "triangle" 3 1 1 min max detail
                          effort background palette importance stop output export))

(define (call-count count output)
  (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) count "triangle" 3 1 1 50 50 256 1
                          0 "" -1 0 output ""))

(define (census number)
  (let ((images (vector->list (cadr (gimp-image-list)))))
    (note "census " number ": " (layer-count (car images)) " layer, "
          (car (gimp-image-get-vectors (car images))) " paths, " (length images) " images")))
