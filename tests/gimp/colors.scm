; Colors of images with a profile of their own: written files, palettes, the foreground.

(define (file name)
  (string-append work "/" name))

; A small photo, in the space of that profile.
(define (photo-in profile . grey)
  (let ((image (photo "coffee.png")))
    (gimp-image-scale image 150 100)
    (if (not (null? grey)) (gimp-image-convert-grayscale image))
    (gimp-image-convert-color-profile-from-file image (string-append "file://" (file profile))
      COLOR-RENDERING-INTENT-RELATIVE-COLORIMETRIC TRUE)
    image))

; What GIMP makes of the drawable's pixels in sRGB, as a PNG.
(define (save-srgb image drawable name)
  (let* ((plain (car (gimp-image-new 1 1 (car (gimp-image-base-type image)))))
         (srgb (gimp-image-get-effective-color-profile plain))
         (copy (car (gimp-image-duplicate image)))
         (layer (car (gimp-layer-new-from-drawable drawable copy))))
    (gimp-image-insert-layer copy layer 0 0)
    (gimp-image-convert-color-profile copy (car srgb) (cadr srgb) COLOR-RENDERING-INTENT-RELATIVE-COLORIMETRIC
                                      TRUE)
    (file-png-save-defaults RUN-NONINTERACTIVE copy layer (file name) name)
    (gimp-image-delete plain)
    (gimp-image-delete copy)))

; Shapes of the given opacity; returns the layer.
(define (full image count shapes opacity background palette export)
  (car (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) count shapes 4 1 1 opacity opacity
                               128 0 background palette -1 0 0 export)))

(define (export image layer name)
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file name)))

; ---- A photo in a wide space: opaque shapes, so that SVG blends nothing ----------

(define wide (photo-in "wide.icc"))
(define source (active wide))
(define layer (full wide 40 "mixed" 100 0 "" (file "parameter.svg")))
(export wide layer "procedure.svg")
(export wide layer "wide.json")
(gimp-file-save RUN-NONINTERACTIVE wide layer (file "as.svg") "as.svg")
(save-srgb wide layer "wide.png")
(gimp-image-remove-layer wide layer)

; translucent ones, which SVG blends in sRGB
(define layer (full wide 40 "mixed" 50 0 "" (file "translucent.svg")))
(save-srgb wide layer "translucent.png")
(gimp-image-remove-layer wide layer)

; an outline, whose color is sRGB
(define layer (car (plug-in-primitive-with RUN-NONINTERACTIVE wide source
                     "count=10;detail=128;outline=8;outline-color=#c83c8c")))
(export wide layer "outlined.svg")
(export wide layer "outlined.json")
(gimp-image-remove-layer wide layer)

; ---- A palette, and the background; paths are named in sRGB --------------------------

(define palette (car (gimp-palette-new "prim-colors-test")))
(for-each (lambda (color) (gimp-palette-add-entry palette "" color))
  (quote ((200 30 40) (20 120 60) (250 220 90) (30 40 160))))
(gimp-context-set-foreground (quote (60 140 200)))
(plug-in-primitive-full RUN-NONINTERACTIVE wide source 15 "triangle" 4 1 1 100 100 128 0 2 palette -1 0
                        3 (file "palette.svg"))
(let ((paths (gimp-image-get-vectors wide)))
  (let each ((i 0))
    (when (< i (car paths))
      (note "path " (name-of (vector-ref (cadr paths) i)))
      (each (+ i 1)))))
(gimp-palette-delete palette)

; ---- Embedded in a file, for the batch ---------------------------------------------------

(file-png-save-defaults RUN-NONINTERACTIVE wide source (file "batch/wide.png") "wide.png")
(gimp-image-delete wide)
(script-fu-primitive-batch (file "batch/*.png") (file "drawn") "svg" 40 "mixed" 0 0 1)
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE (file "batch/wide.png") "wide.png")))
       (layer (car (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) 40 "mixed"
                      0 0 1 50 50 256 0 0 "" -1 0 0 ""))))
  (export image layer "loaded.svg")
  (gimp-image-delete image))

; ---- Grey with a grey profile ------------------------------------------------------------

(define grey (photo-in "grey.icc" #t))
(define layer (full grey 40 "mixed" 100 0 "" (file "grey.svg")))
(save-srgb grey layer "grey.png")
(gimp-image-delete grey)

; ---- Without a profile: the numbers themselves -------------------------------------------

(define plain (photo "coffee.png"))
(define layer (full plain 40 "mixed" 100 0 "" (file "plain.svg")))
(export plain layer "plain.json")
(gimp-image-delete plain)
(the-end)
