:- initialization(main).

names([aggregate, apply, assoc, charsio, clpfd, codesio, csv, date, dcg/basics, dcg/high_order, debug, dicts, error, gensym, heaps,
       lists, main, nb_set, occurs, option, ordsets, pairs, persistency, pio, prolog_stack, pure_input, quasi_quotations, random,
       readutil, record, rbtrees, settings, solution_sequences, strings, system, tabling, terms, thread, ugraphs, url, utf8,
       varnumbers, yall, clpb, simplex, nb_set, chr, edit, process, filesex, socket, uri, sha, md5, crypt, http/json, sgml, pcre,
       uuid, time, unix, readline]).

main :-
    names(Names),
    findall(Name, (member(Name, Names), \+ catch(use_module(library(Name)), _, fail)), Missing),
    print(Missing), nl.
