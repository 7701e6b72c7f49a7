(print (remove-if (lambda (name) (ignore-errors (require name) t))
                  '(:asdf :uiop :sb-aclrepl :sb-bsd-sockets :sb-cltl2 :sb-concurrency :sb-cover :sb-grovel :sb-introspect
                    :sb-md5 :sb-posix :sb-queue :sb-rotate-byte :sb-rt :sb-simple-streams :sb-sprof)))
(terpri)
