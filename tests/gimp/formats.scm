; Every kind of image: a picture of two flat halves comes back in its own
; colours, whatever they are stored as.

(define precisions
  (list (list "8-bit gamma" PRECISION-U8-GAMMA)
        (list "8-bit linear" PRECISION-U8-LINEAR)
        (list "16-bit gamma" PRECISION-U16-GAMMA)
        (list "16-bit linear" PRECISION-U16-LINEAR)
        (list "half gamma" PRECISION-HALF-GAMMA)
        (list "float linear" PRECISION-FLOAT-LINEAR)
        (list "float gamma" PRECISION-FLOAT-GAMMA)
        (list "double linear" PRECISION-DOUBLE-LINEAR)))

(define types
  (list (list "RGB" RGB RGB-IMAGE RGBA-IMAGE)
        (list "RGB with alpha" RGB RGBA-IMAGE RGBA-IMAGE)
        (list "grey" GRAY GRAY-IMAGE GRAYA-IMAGE)
        (list "grey with alpha" GRAY GRAYA-IMAGE GRAYA-IMAGE)))

(define (halves image type)
  (let ((layer (car (gimp-layer-new image 96 64 type "halves" 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (gimp-context-set-foreground '(200 100 50))
    (gimp-drawable-fill layer FILL-FOREGROUND)
    (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 48 0 48 64)
    (gimp-context-set-foreground '(20 220 120))
    (gimp-drawable-edit-fill layer FILL-FOREGROUND)
    (gimp-selection-none image)
    layer))

(define (test-format type precision)
  (let* ((label (string-append (car type) ", " (car precision)))
         (image (car (gimp-image-new-with-precision 96 64 (cadr type) (cadr precision))))
         (source (halves image (caddr type)))
         (result (primitive image source 4 "rectangle" 1))
         (layer (car result)))
    (ok (and (close-lists? (color image layer 10 30) (color image source 10 30) 1)
             (close-lists? (color image layer 80 30) (color image source 80 30) 1)
             (not (close-lists? (color image layer 10 30) (color image layer 80 30) 1))
             (< (cadr result) 0.6))
        label ": the colours come back")
    (ok (and (= (car (gimp-drawable-type layer)) (cadddr type))
             (= (car (gimp-image-get-precision image)) (cadr precision))
             (= (car (gimp-layer-get-mask layer)) -1))
        label ": the layer has the image's type, and no mask")
    (gimp-image-delete image)))

(for-each
  (lambda (precision)
    (for-each (lambda (type) (test-format type precision)) types))
  precisions)

; A photo in full depth: no more than the search's own error is lost.
(define (test-photo precision)
  (let* ((image (photo "chelsea.png"))
         (source (active image))
         (plain (primitive image source 30 "mixed" 5)))
    (gimp-image-convert-precision image (cadr precision))
    (let ((deep (primitive image source 30 "mixed" 5)))
      (ok (< (difference (car plain) (car deep)) 0.5)
          "a photo gives the same drawing in " (car precision))
      (ok (= (cadr plain) (cadr deep)) "and the same error in " (car precision)))
    (gimp-image-delete image)))

(test-photo (assoc "16-bit gamma" precisions))
(test-photo (assoc "float linear" precisions))
(test-photo (assoc "half gamma" precisions))
(the-end)
