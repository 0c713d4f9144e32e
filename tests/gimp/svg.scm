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
  (gimp-item-set-visible group FALSE)
  (save source "save-visible.svg"))

; --- What is masked ---------------------------------------------------------------
; The layer as it looks, its mask applied, as PNG; a group's layers are merged.
(define (save-look image layer name)
  (let* ((copy (car (gimp-image-duplicate image)))
         (position (car (gimp-image-get-item-position image layer)))
         (layers (vector->list (cadr (gimp-image-get-layers copy))))
         (wanted (list-ref layers position)))
    (for-each (lambda (other) (if (not (= other wanted)) (gimp-image-remove-layer copy other)))
              layers)
    (let ((flat (if (= TRUE (car (gimp-item-is-group wanted)))
                    (car (gimp-image-merge-visible-layers copy EXPAND-AS-NECESSARY))
                    wanted)))
      (if (not (= -1 (car (gimp-layer-get-mask flat))))
          (if (= TRUE (car (gimp-layer-get-apply-mask flat)))
              (gimp-layer-remove-mask flat MASK-APPLY)
              (gimp-layer-remove-mask flat MASK-DISCARD)))
      (file-png-save-defaults RUN-NONINTERACTIVE copy flat (file (string-append name ".png")) name))
    (gimp-image-delete copy)))

(define (save-both image layer name)
  (save-look image layer name)
  (for-each (lambda (ending)
              (plug-in-primitive-export RUN-NONINTERACTIVE image layer
                                        (file (string-append name ending))))
            '(".svg" ".json")))

; The result of the image's active layer, also written while it is made.
(define (draw image output name)
  (car (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) 20 "mixed" 3 1 1 50 50 256 0
                               0 "" -1 0 output (file name))))

(define (small-photo)
  (let ((image (photo "chelsea.png")))
    (gimp-image-scale image 200 133)
    image))

(define (cut-out image)
  (gimp-layer-add-alpha (active image))
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 30 20 100 80)
  (gimp-selection-invert image)
  (gimp-drawable-edit-clear (active image))
  (gimp-selection-none image))

(let ((image (small-photo)))
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 20 10 150 110)
  (gimp-selection-feather image 12)
  (let ((layer (draw image 0 "mask-feather-made.svg")))
    (gimp-selection-none image)
    (save-both image layer "mask-feather")
    (gimp-file-save RUN-NONINTERACTIVE image layer (file "mask-feather-saved.svg") "x")
    (gimp-layer-set-apply-mask layer FALSE)
    (save-both image layer "mask-disabled")))

(let* ((image (small-photo)) (source (active image)))
  (cut-out image)
  (let ((layer (draw image 0 "mask-alpha-made.svg")))
    (save-both image layer "mask-alpha")
    (gimp-image-set-active-layer image source)
    (save-both image (draw image 1 "mask-group-made.svg") "mask-group")
    (gimp-image-set-active-layer image source)
    (draw image 3 "mask-paths-made.svg")
    ; a rectangle, by the user's own hand
    (let ((mask (car (gimp-layer-get-mask layer))))
      (gimp-context-set-foreground '(0 0 0))
      (gimp-drawable-edit-fill mask FILL-FOREGROUND)
      (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 15 25 101 67)
      (gimp-context-set-foreground '(255 255 255))
      (gimp-drawable-edit-fill mask FILL-FOREGROUND)
      (gimp-selection-none image))
    (save-both image layer "mask-rectangle")))

; One color, cut out: no shape helps, and the mask is all there is.
(let ((image (small-photo)))
  (gimp-context-set-foreground '(200 30 60))
  (gimp-drawable-edit-fill (active image) FILL-FOREGROUND)
  (cut-out image)
  (save-both image (draw image 0 "mask-plain-made.svg") "mask-plain"))
(the-end)
