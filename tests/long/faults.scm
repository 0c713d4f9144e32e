; What tests/long/faults.sh runs: calls of the plug-in for which memory or a thread is missing.
; Each batch command loads this file again; only GIMP's images stay. The oldest is a plain
; picture, the next one has a result. Each call works on a copy of one of them.

(define (nth-oldest n)
  (list-ref (reverse (vector->list (cadr (gimp-image-list)))) n))

(define (layers image)
  (vector->list (cadr (gimp-image-get-layers image))))

; A selection, so that there are masks as well.
(define (prepare)
  (let ((plain (photo "coffee-128.ppm")))
    (gimp-image-select-ellipse plain CHANNEL-OP-REPLACE 10 10 100 70)
    (let ((drawn (car (gimp-image-duplicate plain))))
      (primitive drawn (active drawn) 4 "mixed" 1))))

(define (plain-copy) (car (gimp-image-duplicate (nth-oldest 0))))
(define (drawn-copy) (car (gimp-image-duplicate (nth-oldest 1))))

; Requests first to end-1 fail from here on.
(define (withhold what first end)
  (let ((file (open-output-file (string-append work "/no-" what))))
    (write first file)
    (display " " file)
    (write end file)
    (close-output-port file)))

(define (full image output)
  (plug-in-primitive-full RUN-NONINTERACTIVE image (active image) 4 "mixed" 3 1 1 10 100 128 0 0 ""
                          -1 0 output (string-append work "/faults.svg")))

(define calls
  (list
   (list "layer" plain-copy (lambda (image) (full image 0)))
   (list "group" plain-copy (lambda (image) (full image 1)))
   (list "paths" plain-copy (lambda (image) (full image 3)))
   (list "continue" drawn-copy
         (lambda (image) (plug-in-primitive-continue RUN-NONINTERACTIVE image (active image) 2)))
   (list "redraw" drawn-copy
         (lambda (image) (plug-in-primitive-redraw RUN-NONINTERACTIVE image (active image))))
   (list "export" drawn-copy
         (lambda (image)
           (plug-in-primitive-export RUN-NONINTERACTIVE image (active image)
                                     (string-append work "/faults.json"))))))

; The call of that name on a copy.
(define (trial name)
  (let ((call (assoc name calls)))
    ((caddr call) ((cadr call)))))

; Layers, masks, paths, pixels, whether it has changed since it was saved.
(define (layer-state layer)
  (list (car (gimp-item-get-name layer))
        (car (gimp-layer-get-mask layer))
        (gimp-drawable-histogram layer HISTOGRAM-VALUE 0 1)
        (car (gimp-item-get-parasite-list layer))))
(define (state image)
  (list (map (lambda (layer) (set-car! (cdr layer) (> (cadr layer) 0)) layer)
             (map layer-state (layers image)))
        (car (gimp-image-get-vectors image))
        (car (gimp-image-is-dirty image))
        (cdr (gimp-selection-bounds image))))

; Says whether the image of the trial is as its original, and closes it.
(define (judge name number)
  (let* ((count (car (gimp-image-list)))
         (call (assoc name calls))
         (fresh ((cadr call))))
    (note "trial " name " " number ": "
          (if (< count 3)
              "no image"
              (if (equal? (state fresh) (state (nth-oldest 2))) "as it was" "changed")))
    (gimp-image-delete fresh)
    (if (> count 2) (gimp-image-delete (nth-oldest 2)))))
