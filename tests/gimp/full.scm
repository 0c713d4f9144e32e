; plug-in-primitive-full: every argument does what it says.

(define image (photo "chelsea.png"))
(define source (active image))

(define (file name)
  (string-append work "/" name))

; The first arguments with their usual values, then whatever is given.
(define (full image drawable . changes)
  (let ((values (list (cons "count" 30) (cons "shapes" "mixed") (cons "style" 3) (cons "gpu" 1)
                      (cons "seed" 1) (cons "min" 50) (cons "max" 50) (cons "detail" 256)
                      (cons "effort" 1) (cons "background" 0) (cons "palette" "")
                      (cons "importance" -1) (cons "stop" 0) (cons "output" 0)
                      (cons "export" ""))))
    (apply plug-in-primitive-full
           (append (list RUN-NONINTERACTIVE image drawable)
                   (map (lambda (pair)
                          (let ((change (assoc (car pair) changes)))
                            (cdr (if change change pair))))
                        values)))))

(define (full-layer . changes)
  (car (apply full (append (list image source) changes))))

(define (export layer name)
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file name)))

; --- with the defaults it is plug-in-primitive -----------------------------------
(let ((plain (primitive image source 30 "mixed" 1))
      (result (full image source)))
  (ok (and (= (difference (car plain) (car result)) 0) (= (cadr plain) (cadr result))
           (= (caddr plain) (caddr result)))
      "the defaults give what plug-in-primitive gives"))

; --- opacity, detail, effort ---------------------------------------------------------
(export (full-layer (cons "style" 4) (cons "min" 20) (cons "max" 40)) "opacity.json")
(export (full-layer (cons "style" 4) (cons "min" 100) (cons "max" 100)) "opaque.json")
(export (full-layer (cons "detail" 64)) "detail.json")
(let ((draft (full image source (cons "effort" 0)))
      (best (full image source (cons "effort" 2) (cons "count" 10)))
      (quick (full image source (cons "effort" 0) (cons "count" 10))))
  (ok (< (cadr best) (cadr quick)) "more effort comes closer: " (cadr quick) ", " (cadr best)))

; --- backgrounds ---------------------------------------------------------------------------
(gimp-context-set-foreground '(1 2 3))
(gimp-context-set-background '(250 240 230))
(export (full-layer (cons "background" 2)) "foreground.json")
(export (full-layer (cons "background" 3)) "background.json")
(export (full-layer (cons "background" 1)) "border.json")
(export (full-layer (cons "background" 0)) "average.json")
(let ((clear (full-layer (cons "background" 4) (cons "count" 3) (cons "shapes" "circle"))))
  (export clear "transparent.json")
  (export clear "transparent.svg")
  (file-png-save-defaults RUN-NONINTERACTIVE image clear (file "transparent.png") "t.png")
  (ok (= (car (gimp-layer-get-mask clear)) -1) "a transparent background needs no mask")
  (ok (< (car (gimp-drawable-histogram clear HISTOGRAM-ALPHA 0 1)) 250)
      "and is transparent"))

; --- palettes ------------------------------------------------------------------------------------
(export (full-layer (cons "palette" "Three") (cons "count" 60)) "palette.json")
(let* ((grey (car (gimp-image-duplicate image))))
  (gimp-image-convert-grayscale grey)
  (let ((layer (car (full grey (active grey) (cons "palette" "Three")))))
    (plug-in-primitive-export RUN-NONINTERACTIVE grey layer (file "grey.json")))
  (gimp-image-delete grey))

; --- importance: a smaller layer, moved aside; a channel; a mask ------------------------------------
; How far the layer is off within an ellipse, where the cat's face is.
(define (error-within layer x y width height)
  (let* ((work-image (car (gimp-image-new-with-precision 451 300 RGB PRECISION-FLOAT-GAMMA)))
         (below (car (gimp-layer-new-from-drawable source work-image)))
         (above (car (gimp-layer-new-from-drawable layer work-image))))
    (gimp-image-insert-layer work-image below 0 0)
    (gimp-image-insert-layer work-image above 0 0)
    (gimp-layer-set-mode above LAYER-MODE-DIFFERENCE)
    (gimp-image-select-ellipse work-image CHANNEL-OP-REPLACE x y width height)
    (let ((mean (car (gimp-drawable-histogram (car (gimp-image-flatten work-image))
                                              HISTOGRAM-VALUE 0 1))))
      (gimp-image-delete work-image)
      (* 255 mean))))

(gimp-context-set-antialias FALSE) ; the same shades in every kind of drawable
(let* ((weight (car (gimp-layer-new image 200 200 RGBA-IMAGE "weight" 100 LAYER-MODE-NORMAL)))
       (plain (full-layer (cons "count" 100))))
  (gimp-image-insert-layer image weight 0 0)
  (gimp-layer-set-offsets weight 100 20)
  (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 110 30 180 180)
  (gimp-context-set-foreground '(255 255 255))
  (gimp-drawable-edit-fill weight FILL-FOREGROUND)
  (gimp-selection-none image)
  (let* ((weighted (full-layer (cons "count" 100) (cons "importance" weight)))
         (channel (car (gimp-channel-new image 451 300 "weight" 100 '(0 0 0))))
         (before (error-within plain 110 30 180 180))
         (after (error-within weighted 110 30 180 180)))
    (ok (< after (* 0.9 before)) "importance: closer where it is white: " before ", " after)
    (ok (= (car (gimp-layer-get-mask weighted)) -1) "and no mask for it")
    (export plain "plain.json")
    (export weighted "weighted.json")
    (gimp-image-insert-channel image channel 0 0)
    (gimp-image-select-ellipse image CHANNEL-OP-REPLACE 110 30 180 180)
    (gimp-drawable-edit-fill channel FILL-FOREGROUND)
    (gimp-selection-none image)
    (ok (= (difference weighted
                       (full-layer (cons "count" 100) (cons "importance" channel))) 0)
        "a channel with the same shades gives the same, wherever the layer ends"))
  (gimp-image-remove-layer image weight))

; --- stop-error ---------------------------------------------------------------------------------------
(let ((result (full image source (cons "stop" 25) (cons "count" 500))))
  (ok (and (<= (cadr result) 25) (< (caddr result) 100))
      "stop-error: " (caddr result) " shapes for an error of " (cadr result)))

; --- export --------------------------------------------------------------------------------------------
(export (full-layer (cons "export" (file "with.svg"))) "after.svg")
(full-layer (cons "export" (file "with.json")))
(the-end)
