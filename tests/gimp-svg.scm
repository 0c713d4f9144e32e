; Every kind of shape and every style, as a layer and as SVG; and File > Export As.

(define (file name)
  (string-append work "/" name))

(define kinds '("triangle" "rectangle" "rotated-rectangle" "quadrilateral" "polygon" "ellipse"
                "rotated-ellipse" "circle" "line" "bezier"))

(define image (photo "chelsea.png"))
(define source (active image))

; Style 4, custom, is 5 to 100 %.
(define (both kinds style name)
  (let ((layer (car (plug-in-primitive-full RUN-NONINTERACTIVE image source 40 kinds style 1 1 5 100
                                            256 0 0 "" -1 0 0 (file (string-append name ".svg"))))))
    (file-png-save-defaults RUN-NONINTERACTIVE image layer (file (string-append name ".png")) name)
    (gimp-image-remove-layer image layer)))

(for-each (lambda (kind) (both kind 3 kind)) kinds)
(for-each (lambda (style) (both "mixed" style (string-append "style-" (number->string style))))
          '(0 1 2 4))

; --- File > Export As calls the save handler by the file's ending ------------------
(define (save drawable name)
  (gimp-file-save RUN-NONINTERACTIVE image drawable (file name) name))

(let* ((layer (car (primitive image source 20 "mixed" 1)))
       (group (car (plug-in-primitive-full RUN-NONINTERACTIVE image source 20 "circle" 3 1 1 50 50
                                           256 0 0 "" -1 0 1 ""))))
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file "of-layer.svg"))
  (plug-in-primitive-export RUN-NONINTERACTIVE image group (file "of-group.svg"))
  (save layer "save-layer.svg")
  (save (vector-ref (cadr (gimp-item-get-children group)) 3) "save-child.svg")
  (save source "save-topmost.svg")
  (gimp-item-set-visible layer FALSE)
  (save source "save-visible.svg"))
(the-end)
