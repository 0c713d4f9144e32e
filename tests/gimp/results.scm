; The same seed gives the same pixels; the run modes take the right settings.

(define image (photo "chelsea.png"))
(define source (active image))

; --- seeds -------------------------------------------------------------------
(let* ((a (primitive image source 25 "mixed" 7))
       (b (primitive image source 25 "mixed" 7))
       (c (primitive image source 25 "mixed" 8))
       (d (primitive image source 25 "mixed" -1))
       (e (primitive image source 25 "mixed" -1)))
  (ok (= (difference (car a) (car b)) 0) "the same seed gives the same pixels")
  (ok (= (cadr a) (cadr b)) "and the same error")
  (ok (> (difference (car a) (car c)) 0.5) "another seed gives other pixels")
  (ok (> (difference (car d) (car e)) 0.5) "seed -1 gives other pixels every time")
  (let ((gpu (plug-in-primitive RUN-NONINTERACTIVE image source 25 "mixed" 3 0 7)))
    (ok (= (difference (car a) (car gpu)) 0) "device \"automatic\" gives the pixels of the CPU")))

; --- settings do something ------------------------------------------------------
(let ((few (primitive image source 5 "triangle" 1))
      (many (primitive image source 60 "triangle" 1))
      (crispy (plug-in-primitive RUN-NONINTERACTIVE image source 20 "triangle" 0 1 1))
      (blurry (plug-in-primitive RUN-NONINTERACTIVE image source 20 "triangle" 2 1 1)))
  (ok (< (cadr many) (* 0.8 (cadr few))) "more shapes come closer: " (cadr few) ", " (cadr many))
  (ok (= (caddr many) 60) "60 are placed")
  (ok (> (difference (car crispy) (car blurry)) 0.5) "styles differ"))

; --- a picture no larger than the working image: its error can be recomputed ------
(let* ((small (photo "chelsea.png")))
  (gimp-image-scale small 256 170)
  (let ((result (primitive small (active small) 40 "rectangle" 1)))
    (file-png-save-defaults RUN-NONINTERACTIVE small (cadr (vector->list (cadr (gimp-image-get-layers small))))
                            (string-append work "/source.png") "source.png")
    (file-png-save-defaults RUN-NONINTERACTIVE small (car result)
                            (string-append work "/result.png") "result.png")
    (note "told error: " (cadr result)))
  (gimp-image-delete small))

; --- run modes ------------------------------------------------------------------------
(define (interactive mode)
  (plug-in-primitive mode image source 0 "" 0 0 0)) ; the arguments do not count

; What GIMP keeps from the dialog is text in a parasite.
(define (set-last text)
  (gimp-attach-parasite (list "gimp-primitive-last-values" 0 text)))
(define (last-placed text)
  (set-last text)
  (caddr (interactive RUN-WITH-LAST-VALS)))

(let* ((first (interactive RUN-WITH-LAST-VALS))
       (plain (primitive image source 100 "triangle" 0)))
  (ok (= (caddr first) 100) "no last values: the defaults")
  (ok (equal? (name-of (car first)) "Primitives: 100 triangles") "the default is triangles")
  (ok (= (difference (car first) (car plain)) 0)
      "an interactive run, whose layer fills as it goes, ends with the same pixels"))
(define header "gimp-primitive last values 1\n")
(ok (= (last-placed (string-append header "count=17\n")) 17) "last values are used")
(primitive image source 3 "circle" 0)
(ok (= (caddr (interactive RUN-WITH-LAST-VALS)) 17) "a script's values are not")
(ok (= (last-placed (string-append header "count=0\nshapes=circle\n")) 100)
    "bad last values are not")
(ok (= (last-placed "gimp-primitive last values 99\ncount=17\n") 100)
    "nor are those of another version")
(ok (= (last-placed "{\"count\": 17}") 100) "nor is anything else")
(the-end)
