; Many pictures redrawn with a few geometric shapes each: a face for the procedure
; plug-in-primitive-batch, which has all settings and does the work.
;
; Headless:
;   (script-fu-primitive-batch "photos/*.jpg" "drawn" "svg" 100 "mixed" 3 1 0)
; Returns the numbers of pictures that were done, were there already, and failed.

(define (script-fu-primitive-batch pattern folder format count shapes style effort seed)
  (let* ((formats #("svg" "png" "jpg" "xcf" "json"))
         ; a number that is none of them is passed on, for the procedure to refuse in words
         (name (cond ((string? format) format)
                     ((and (integer? format) (>= format 0) (< format (vector-length formats)))
                      (vector-ref formats format))
                     (else (number->string format))))
         (counts (plug-in-primitive-batch RUN-NONINTERACTIVE pattern folder name count shapes
                                          style 0 seed 50 50 256 effort 0 "" 0)))
    (gimp-message (string-append "Redrawn: " (number->string (car counts))
                                 ", there already: " (number->string (cadr counts))
                                 ", failed: " (number->string (caddr counts))))
    counts))

(script-fu-register "script-fu-primitive-batch"
  "_Many Files..."
  "Redraw many pictures with a few geometric shapes each"
  "the gimp-primitive developers"
  "the gimp-primitive developers"
  "2026"
  ""
  SF-STRING     "_Pictures (a pattern, or @ and a file that lists them)" "photos/*.jpg"
  SF-DIRNAME    "_Folder for the drawings" ""
  SF-OPTION     "F_ormat" '("svg" "png" "jpg" "xcf" "json")
  SF-ADJUSTMENT "Num_ber of shapes" (list 100 1 100000 1 50 0 SF-SPINNER)
  SF-STRING     "_Shapes" "triangle"
  SF-OPTION     "Opaci_ty" '("Solid" "Translucent" "Faint" "Best fit")
  SF-OPTION     "_Effort" '("Draft" "Normal" "Best" "Extreme")
  SF-ADJUSTMENT "_Random seed" (list 0 0 2147483647 1 10 0 SF-SPINNER))

(script-fu-menu-register "script-fu-primitive-batch" "<Image>/Filters/Artistic/Geometric Primitives")
