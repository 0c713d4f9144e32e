; Results that cannot be worked on. Each batch command loads this file anew: what is
; kept is GIMP's list of images.

(define (small)
  (let ((image (photo "chelsea.png")))
    (gimp-image-scale image 60 40)
    (gimp-item-set-name (active image) "the picture")
    image))

(define (prepare)
  (let* ((image (small))
         (source (active image))
         (channel (car (gimp-channel-new image 60 40 "the weights" 100 '(0 0 0)))))
    (gimp-image-insert-channel image channel 0 0)
    (primitive image source 5 "triangle" 1)
    (plug-in-primitive-full RUN-NONINTERACTIVE image source 5 "triangle" 3 1 1 50 50 256 1 0 ""
                            channel 0 0 "")
    (plug-in-primitive-full RUN-NONINTERACTIVE image source 5 "triangle" 3 1 1 50 50 256 1 0 ""
                            -1 0 1 ""))
  (census 0))

(define (oldest)
  (car (reverse (vector->list (cadr (gimp-image-list))))))

; The copies that the tests make do not count.
(define (census number)
  (note "census " number ": " (layer-count (oldest)) " layers"))

(define any (> (car (gimp-image-list)) 0))
(define image (if any (oldest) -1))
(define layers (if any (vector->list (cadr (gimp-image-get-layers image))) '(-1 -1 -1 -1)))
(define group (car layers)) ; top to bottom: each result above the earlier ones
(define weighted (cadr layers))
(define plain (caddr layers))
(define source (cadddr layers))

(define (add layer count)
  (plug-in-primitive-continue RUN-NONINTERACTIVE image layer count))

; On copies, so that every test finds the same image.
(define (in-copy change name count)
  (let* ((copy (car (gimp-image-duplicate image)))
         (layer (car (gimp-image-get-layer-by-name copy name))))
    (change copy layer)
    (gimp-displays-flush)
    (plug-in-primitive-continue RUN-NONINTERACTIVE copy layer count)))

(define (remove-picture copy layer)
  (gimp-image-remove-layer copy (car (gimp-image-get-layer-by-name copy "the picture"))))

(define (remove-weights copy layer)
  (gimp-image-remove-channel copy (car (gimp-image-get-channel-by-name copy "the weights"))))

(define (remove-background copy layer)
  (gimp-image-remove-layer
    copy (car (gimp-image-get-layer-by-name copy "Background"))))

(define (forget-source copy layer)
  (gimp-item-attach-parasite layer
    (list "primitive-shapes" 1
          "{\"version\":1,\"width\":10,\"height\":10,\"background\":\"#102030\",\"shapes\":[]}")))

(define (to-indexed copy layer)
  (gimp-image-remove-layer copy (car (gimp-image-get-layer-by-name copy (name-of group))))
  (gimp-image-convert-indexed copy CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 16 FALSE FALSE ""))
