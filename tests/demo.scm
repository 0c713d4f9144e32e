; Redraws a photo with shapes; writes the drawing as PNG and SVG, the image as XCF.

(define (seconds)
  (let ((time (gettimeofday)))
    (+ (car time) (/ (cadr time) 1000000))))

(define (rounded x)
  (number->string (/ (round (* 100 x)) 100)))

(define (demo name count shapes path)
  (let* ((image (photo name))
         (begin-time (seconds))
         (result (plug-in-primitive RUN-NONINTERACTIVE image (active image) count shapes 3 0 1))
         (end-time (seconds))
         (layer (car result)))
    (file-png-save-defaults RUN-NONINTERACTIVE image layer (string-append path ".png") "demo.png")
    (gimp-xcf-save RUN-NONINTERACTIVE image layer (string-append path ".xcf") "demo.xcf")
    (plug-in-primitive-export RUN-NONINTERACTIVE image layer (string-append path ".svg"))
    (note "demo: " name ", " (width-of layer) " x " (height-of layer) " pixels: "
          (caddr result) " shapes (" shapes ") placed, error " (rounded (cadr result))
          " of 255, in " (rounded (- end-time begin-time)) " s")))
