; Batches that cannot begin.

(define (prepare)
  (census 0))

(define (call pattern folder format count)
  (plug-in-primitive-batch RUN-NONINTERACTIVE pattern folder format count "mixed" 3 1 1 50 50 256 0
                           0 "" 0))

(define (census number)
  (note "census " number ": " (car (gimp-image-list)) " images"))
