; plug-in-primitive-with: settings by name do what arguments do.

(define image (photo "chelsea.png"))
(define source (active image))

(define (with settings)
  (plug-in-primitive-with RUN-NONINTERACTIVE image source settings))

; Whether two results are the same to the pixel, the error and the count.
(define (same? a b)
  (and (= (difference (car a) (car b)) 0) (= (cadr a) (cadr b)) (= (caddr a) (caddr b))))

(let ((plain (plug-in-primitive RUN-NONINTERACTIVE image source 100 "triangle" 3 0 0)))
  (ok (same? plain (with "")) "an empty text stands for the defaults")
  (ok (same? plain (with " ;\n; ")) "so do semicolons and blank lines")
  (ok (= (caddr plain) 100) "which are 100 triangles"))

(let ((full (plug-in-primitive-full RUN-NONINTERACTIVE image source 30 "line,bezier" 4 1 7 20 40
                                    128 0 1 "" -1 0 0 "")))
  (ok (same? full (with "count=30;shapes=line,bezier;style=custom;gpu-mode=cpu;seed=7;opacity-min=20;opacity-max=40;detail=128;effort=draft;background=border"))
      "semicolons between settings")
  (ok (same? full (with "count=30\nshapes = line , bezier\n\tstyle=custom\ngpu-mode=cpu\nseed=7\nopacity-min=20\nopacity-max=40\ndetail=128\neffort=draft\nbackground=border\n"))
      "one per line, with white space")
  (ok (same? full (with "seed=1;count=30;shapes=bezier,line;seed=7;background=border;effort=draft;detail=128;opacity-max=40;opacity-min=20;style=custom"))
      "any order; of two values the last counts"))

(let ((layer (car (with (string-append "count=40;shapes=circle;size-min=30;size-max=60;export="
                                       work "/dots.json")))))
  (ok (= (layer-count image) 9) "a layer each")
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (string-append work "/again.json")))

; --- outlines and gaps: in layer, group and SVG alike, and when shapes are added -----------------
(define (file name)
  (string-append work "/" name))

(define (finish layer name)
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file (string-append name ".svg")))
  (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file (string-append name ".json")))
  (file-png-save-defaults RUN-NONINTERACTIVE image layer (file (string-append name ".png")) "a.png"))

(define finished "count=40;shapes=mixed;background=border;outline=6;gap=9;outline-color=")
(let* ((plain (car (with "count=40;shapes=mixed;background=border")))
       (darker (with (string-append finished "darker")))
       (green (with (string-append finished "#10a020")))
       (group (car (with (string-append finished "#10a020;output=layer-group")))))
  (ok (> (difference plain (car darker)) 2) "an outline and a gap show: " (difference plain (car darker)))
  (ok (> (difference (car green) (car darker)) 0.5) "and so does their color")
  (ok (= (cadr green) (cadr darker)) "the search knows nothing of them")
  (ok (< (difference group (car green)) 0.7) "a group has the layer's looks: "
      (difference group (car green)))
  (finish (car green) "green")
  (finish (car darker) "darker")
  (gimp-image-scale image 300 200)
  (plug-in-primitive-redraw RUN-NONINTERACTIVE image (car darker))
  (plug-in-primitive-continue RUN-NONINTERACTIVE image (car darker) 10)
  (finish (car darker) "more"))
(the-end)
