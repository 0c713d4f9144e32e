; A layer with a list of shapes, exported again and again. Each batch command
; loads this file anew: what is kept is GIMP's list of images.

(define parasite "primitive-shapes")

(define (file name)
  (string-append work "/" name))

(define (attach layer text)
  (gimp-item-attach-parasite layer (list parasite 1 text)))

(define (export layer name)
  (plug-in-primitive-export RUN-NONINTERACTIVE (car (gimp-item-get-image layer)) layer
                            (file name)))

(define (read-all name)
  (let ((port (open-input-file (file name))))
    (let loop ((characters '()))
      (let ((next (read-char port)))
        (if (eof-object? next)
            (begin (close-input-port port) (list->string (reverse characters)))
            (loop (cons next characters)))))))

(define images (vector->list (cadr (gimp-image-list))))
(define image (if (pair? images) (car images) -1))
(define layer (if (pair? images) (active image) -1))

; A drawing of a photo: written as PNG and SVG, saved as XCF, loaded, written again.
(define (prepare-photo)
  (let* ((image (photo "chelsea.png"))
         (layer (car (primitive image (active image) 60 "mixed" 5))))
    (file-png-save-defaults RUN-NONINTERACTIVE image layer (file "photo.png") "photo.png")
    (plug-in-primitive-export RUN-NONINTERACTIVE image layer (file "photo.svg"))
    (gimp-xcf-save RUN-NONINTERACTIVE image layer (file "photo.xcf") "photo.xcf")
    (gimp-image-delete image))
  (let ((loaded (car (gimp-file-load RUN-NONINTERACTIVE (file "photo.xcf") "photo.xcf"))))
    (plug-in-primitive-export RUN-NONINTERACTIVE loaded (active loaded) (file "loaded.svg"))
    (gimp-image-delete loaded)))

(define shape-text
  (string-append "{\"kind\":\"triangle\",\"geometry\":[0,0,160,0,0,160],\"color\":\"#FF0000\","
                 "\"opacity\":128,\"later\":1}"))

(define good
  (string-append
    "{\"version\":1,\"width\":10,\"height\":10,\"background\":\"#102030\",\"later\":[{\"x\":null}],"
    "\"shapes\":[" shape-text "]}"))

(define (prepare)
  (prepare-photo)
  (let* ((image (photo "chelsea.png"))
         (layer (active image)))
    (attach layer good)
    (export layer "good.svg")
    (for-each (lambda (name) (export layer name))
              (list "trap.svg" "link.svg" "secret.svg" (string-append (make-string 251 #\x) ".svg")))
    (census 0)))

(define (export-text name)
  (attach layer (read-all name))
  (export layer "damaged.svg"))

(define (census number)
  (note "census " number ": "
        (vector-length (cadr (gimp-image-get-layers (car (vector->list (cadr (gimp-image-list)))))))
        " layer, its shapes exported"))
