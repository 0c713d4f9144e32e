; Colors from the picture, and colors in a list.

; Four colors: 40 % red, 30 % blue, 20 % white, 10 % black, from left to right.
(define (rectangle image layer color x width)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE x 0 width 100)
  (gimp-context-set-foreground color)
  (gimp-drawable-edit-fill layer FILL-FOREGROUND)
  (gimp-selection-none image))

(define (flag)
  (let* ((image (car (gimp-image-new 200 100 RGB)))
         (layer (car (gimp-layer-new image 200 100 RGBA-IMAGE "flag" 100 LAYER-MODE-NORMAL))))
    (gimp-image-insert-layer image layer 0 0)
    (rectangle image layer '(200 30 20) 0 80)
    (rectangle image layer '(20 60 220) 80 60)
    (rectangle image layer '(255 255 255) 140 40)
    (rectangle image layer '(0 0 0) 180 20)
    image))

(define (file name)
  (string-append work "/" name))

; Draws with these settings, and exports what was drawn.
(define (draw image drawable name settings)
  (let ((layer (car (plug-in-primitive-with RUN-NONINTERACTIVE image drawable
                      (string-append "style=custom;opacity-min=100;opacity-max=100;effort=draft;" settings)))))
    (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file name))
    layer))

(gimp-context-set-antialias FALSE)
(let* ((image (flag)) (source (active image)) (images (car (gimp-image-list))))
  (draw image source "all.json" "palette=picture:4;count=30;shapes=rectangle")
  (draw image source "more.json" "palette=picture:32;count=30;shapes=rectangle")
  (draw image source "list.json" "palette=#c81e14,#143CDC;count=30;shapes=rectangle")
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 140 0 60 100)
  (draw image source "selected.json" "palette=picture:2;count=30;shapes=rectangle")
  (gimp-selection-none image)
  (ok (= (car (gimp-image-list)) images) "no image is left behind")
  ; What does not count is not in the palette: here the right half has been erased.
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 80 0 120 100)
  (gimp-drawable-edit-clear source)
  (gimp-selection-none image)
  (draw image source "erased.json" "palette=picture:8;count=5;shapes=rectangle")
  (gimp-image-delete image))

(let* ((image (photo "astronaut.png")) (source (active image))
       (layer (draw image source "photo.json" "palette=picture:6;count=80"))
       (again (draw image source "again.json" "palette=picture:6;count=80"))
       (free (draw image source "free.json" "count=80"))
       (weight (car (gimp-channel-new image (width-of source) (height-of source) "w" 100 '(0 0 0)))))
  (ok (= (difference layer again) 0) "the same colors each time")
  (ok (> (difference layer free) 1) "and not any color")
  (plug-in-primitive-continue RUN-NONINTERACTIVE image again 40)
  (plug-in-primitive-export RUN-NONINTERACTIVE image again (file "continued.json"))
  ; importance: the space suit, and not what lies behind
  (gimp-image-insert-channel image weight 0 0)
  (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 60 260 200 250)
  (gimp-context-set-foreground '(255 255 255))
  (gimp-drawable-edit-fill weight FILL-FOREGROUND)
  (gimp-selection-none image)
  (draw image source "weighted.json" (string-append "palette=picture:2;count=20;importance=" (number->string weight)))
  (draw image source "even.json" "palette=picture:2;count=20")
  (gimp-image-convert-grayscale image)
  (draw image source "grey.json" "palette=picture:5;count=30")
  (gimp-image-delete image))

(plug-in-primitive-batch RUN-NONINTERACTIVE (string-append root "/tests/images/coffee.png") work "json"
  20 "mixed" 3 1 1 50 50 128 0 0 "picture:3" 0)
(the-end)
