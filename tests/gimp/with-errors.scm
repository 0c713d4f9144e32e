; Calls of plug-in-primitive-with that must fail. Each batch command loads this file anew.

(define (prepare)
  (let ((image (photo "chelsea.png")))
    (gimp-image-scale image 60 40))
  (census 0))

(define images (vector->list (cadr (gimp-image-list))))
(define image (if (pair? images) (car images) -1))

(define (call settings)
  (plug-in-primitive-with RUN-NONINTERACTIVE image (active image) settings))

(define (census number)
  (note "census " number ": " (layer-count (car (vector->list (cadr (gimp-image-list))))) " layer"))
