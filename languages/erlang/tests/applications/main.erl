-module(main).
-export([main/1]).

main(_) ->
    Names = [asn1, crypto, diameter, edoc, eldap, eunit, ftp, inets, kernel, megaco, mnesia, os_mon, parsetools,
             public_key, runtime_tools, sasl, snmp, ssh, ssl, stdlib, syntax_tools, tftp, tools, xmerl],
    [io:format("~s is missing~n", [Name]) || Name <- Names, application:load(Name) =/= ok,
                                             application:load(Name) =/= {error, {already_loaded, Name}}],
    io:format("~b~n", [length(Names)]).
