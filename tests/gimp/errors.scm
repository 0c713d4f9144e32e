; Images that plug-in-primitive must refuse, and one that it need not. Each
; batch command loads this file anew: what is kept is GIMP's list of images.

(define (prepare)
  (define (small)
    (let ((image (photo "chelsea.png")))
      (gimp-image-scale image 60 40)
      image))
  (let ((plain (small)) (indexed (small)) (aside (small)) (clear (small)) (floating (small)))
    (gimp-image-convert-indexed indexed CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 16 FALSE
                                FALSE "")
    (gimp-image-resize aside 200 100 0 0)
    (gimp-image-select-rectangle aside CHANNEL-OP-REPLACE 100 50 50 50)
    (gimp-layer-add-alpha (active clear))
    (gimp-drawable-edit-clear (active clear))
    (gimp-image-select-rectangle floating CHANNEL-OP-REPLACE 10 10 20 20)
    (gimp-selection-float (active floating) 5 5)
    (small)
    (census 0)))

; Oldest first: (plain indexed aside clear floating spare).
(define images
  (reverse (vector->list (cadr (gimp-image-list)))))

(define (nth-image n)
  (if (> (length images) n) (list-ref images n) -1))

(define plain (nth-image 0))
(define indexed (nth-image 1))
(define aside (nth-image 2))
(define clear (nth-image 3))
(define floating (nth-image 4))

(define (call count shapes style gpu seed)
  (plug-in-primitive RUN-NONINTERACTIVE plain (active plain) count shapes style gpu seed))

(define (on image drawable)
  (plug-in-primitive RUN-NONINTERACTIVE image drawable 5 "triangle" 3 1 0))

; How many layers every image has.
(define (census number)
  (gimp-message (apply string-append "census " (number->string number) ":"
                       (map (lambda (image)
                              (string-append " " (number->string (layer-count image))))
                            (reverse (vector->list (cadr (gimp-image-list))))))))
