% Loaded before every program. A question is seen before its answer, and what was printed before the end whatever that is.
:- set_stream(user_output, buffer(false)).

% A program begins with its directives. One that has none, but declarations, begins at main/0.
:- dynamic sandrun:begins/0.

system:term_expansion((:- Directive), _) :- sandrun:note(Directive).
system:term_expansion((?- _), _) :- sandrun:note(query).

sandrun:note(Directive) :-
    \+ sandrun:declares(Directive),
    prolog_load_context(source, File),
    sub_atom(File, 0, _, _, '/work/'),
    assertz(sandrun:begins),
    fail.

sandrun:declares(Directive) :-
    callable(Directive),
    functor(Directive, Name, _),
    memberchk(Name, [ module, use_module, ensure_loaded, consult, include, load_files, dynamic, discontiguous, multifile,
                      table, op, set_prolog_flag, style_check, encoding, meta_predicate, module_transparent, public,
                      thread_local, create_prolog_flag, license, use_foreign_library, '.' , '[|]' ]).

sandrun:start :-
    ( sandrun:begins ; \+ current_predicate(user:main/0) ), !,
    halt.
sandrun:start :-
    catch_with_backtrace(user:main, Error, sandrun:failed(Error)), !,
    halt.
sandrun:start :-
    format(user_error, "Warning: main/0 has failed~n", []),
    halt(1).

sandrun:failed(unwind(halt(Status))) :- !,
    halt(Status).
sandrun:failed(Error) :-
    print_message(error, unhandled_exception(Error)),
    halt(2).
