; What the tests in Script-Fu share. Lines go to GIMP's messages, from which
; tests/gimp/env.sh picks them.

(define (text x)
  (cond ((string? x) x)
        ((number? x) (number->string x))
        (else "?")))

(define (note . words)
  (gimp-message (apply string-append (map text words))))

(define (ok condition . words)
  (note (if condition "ok " "not ok ") (apply string-append (map text words))))

(define (the-end)
  (note "the end"))

(define (close? a b tolerance)
  (<= (abs (- a b)) tolerance))

(define (photo name)
  (car (gimp-file-load RUN-NONINTERACTIVE (string-append root "/tests/images/" name) name)))

(define (active image)
  (car (gimp-image-get-active-drawable image)))

(define (layer-count image)
  (car (gimp-image-get-layers image)))

; Returns (layer error placed). The CPU, style automatic, count and seed as given.
(define (primitive image drawable count shapes seed)
  (plug-in-primitive RUN-NONINTERACTIVE image drawable count shapes 3 1 seed))

(define (name-of item)
  (car (gimp-item-get-name item)))

(define (width-of drawable)
  (car (gimp-drawable-width drawable)))

(define (height-of drawable)
  (car (gimp-drawable-height drawable)))

(define (same-bounds? a b)
  (and (equal? (gimp-drawable-offsets a) (gimp-drawable-offsets b))
       (= (width-of a) (width-of b))
       (= (height-of a) (height-of b))))

; Mean absolute difference of two drawables of one size, 0 to 255.
(define (difference a b)
  (let* ((image (car (gimp-image-new-with-precision (width-of a) (height-of a) RGB
                                                    PRECISION-FLOAT-GAMMA)))
         (below (car (gimp-layer-new-from-drawable a image)))
         (above (car (gimp-layer-new-from-drawable b image))))
    (gimp-image-undo-disable image)
    (gimp-image-insert-layer image below 0 0)
    (gimp-image-insert-layer image above 0 0)
    (gimp-item-set-visible below TRUE) ; a channel's copy is not
    (gimp-item-set-visible above TRUE)
    (gimp-layer-set-offsets below 0 0)
    (gimp-layer-set-offsets above 0 0)
    (gimp-layer-set-mode above LAYER-MODE-DIFFERENCE)
    (let* ((flat (car (gimp-image-flatten image)))
           (mean (car (gimp-drawable-histogram flat HISTOGRAM-VALUE 0 1))))
      (gimp-image-delete image)
      (* 255 mean)))) ; a float image's histogram goes from 0 to 1

; The colour at a place of the image as a list of R'G'B' bytes.
(define (color image drawable x y)
  (car (gimp-image-pick-color image drawable x y FALSE FALSE 0)))

(define (close-lists? a b tolerance)
  (cond ((null? a) (null? b))
        ((null? b) #f)
        (else (and (close? (car a) (car b) tolerance)
                   (close-lists? (cdr a) (cdr b) tolerance)))))
