#lang racket/base
(define names
  '(racket racket/list racket/string racket/math racket/match racket/set racket/dict racket/vector racket/stream racket/sequence
    racket/generator racket/format racket/function racket/class racket/contract racket/date racket/file racket/path racket/port
    racket/system racket/tcp racket/udp racket/future racket/place racket/async-channel racket/random racket/hash racket/struct
    json xml net/url net/base64 file/md5 file/sha1 openssl data/heap data/queue data/order math srfi/1 srfi/13
    rackunit typed/racket syntax/parse parser-tools/lex))
(define missing
  (for/list ([name names]
             #:unless (with-handlers ([exn:fail? (lambda (_) #f)]) (dynamic-require name #f) #t))
    name))
(displayln missing)
