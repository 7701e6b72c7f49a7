# build.sh file flags: builds the program. What is said once only, and a person may say otherwise, is left to them.
file=$1
shift
case " $* " in *" --edition"*) ;; *) set -- --edition 2024 "$@" ;; esac
case " $* " in *" --crate-name"*) ;; *) set -- --crate-name main "$@" ;; esac
exec rustc -C opt-level=2 -o main "$file" "$@"
