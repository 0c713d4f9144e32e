; Results that cannot be drawn again. Each batch command loads this file anew.

(define (with image drawable settings)
  (plug-in-primitive-with RUN-NONINTERACTIVE image drawable settings))

(define (prepare)
  (let ((image (photo "chelsea.png")))
    (gimp-image-scale image 60 40)
    (gimp-item-set-name (active image) "the picture")
    (with image (active image) "count=5;effort=draft"))
  (census 0))

(define (oldest)
  (car (reverse (vector->list (cadr (gimp-image-list))))))

(define (census number)
  (note "census " number ": " (layer-count (oldest)) " layers"))

(define any (> (car (gimp-image-list)) 0))
(define image (if any (oldest) -1))
(define layers (if any (vector->list (cadr (gimp-image-get-layers image))) '(-1 -1)))
(define layer (car layers))
(define source (cadr layers))

; On copies, so that every test finds the same image.
(define (in-copy change settings)
  (let* ((copy (car (gimp-image-duplicate image)))
         (copied (car (gimp-image-get-layer-by-name copy (name-of layer)))))
    (change copy copied)
    (with copy copied settings)))

(define (remove-picture copy layer)
  (gimp-image-remove-layer copy (car (gimp-image-get-layer-by-name copy "the picture"))))

; Cropped, so that its size does not tell what it was, and far away.
(define (move-away copy layer)
  (gimp-layer-resize (car (gimp-image-get-layer-by-name copy "the picture")) 20 40 0 0)
  (gimp-layer-set-offsets layer 500 500))

(define (to-indexed copy layer)
  (gimp-image-convert-indexed copy CONVERT-DITHER-NONE CONVERT-PALETTE-GENERATE 8 FALSE FALSE ""))
