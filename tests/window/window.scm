; What the tests in a window share: an image on display, and what has become of it.

(define image #f)
(define source #f)
(define before #f)

(define (show-image new)
  (set! image new)
  (set! source (active image))
  (gimp-display-new image)
  (set! before (car (gimp-image-duplicate image)))
  (gimp-image-clean-all image))

(define (result)
  (vector-ref (cadr (gimp-image-get-layers image)) 0))

(define (finished)
  (if (and (= (layer-count image) 2)
           (> (car (gimp-item-get-parasite-list (result))) 0))
      1 0))

(define (as-before)
  (if (and (= (layer-count image) 1)
           (= (active image) source)
           (equal? (name-of source) (name-of (active before)))
           (= (difference source (active before)) 0))
      1 0))

; As after a Cancel: not even to be saved again.
(define (untouched)
  (if (and (= (as-before) 1)
           (= (car (gimp-image-is-dirty image)) FALSE))
      1 0))
