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
(the-end)
