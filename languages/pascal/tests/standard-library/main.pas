program Main;

{$mode objfpc}

uses
  cthreads, BaseUnix, Classes, Contnrs, CRT, CustApp, DateUtils, Dos, FGL, FPJson, Generics.Collections, GetOpts, IniFiles, JSONParser,
  Math, MD5, Objects, Pipes, Process, RegExpr, RTTI, RTLConsts, SHA1, Sockets, SSockets, StreamEx, StrUtils, SyncObjs, SysUtils, TypInfo,
  Types, Unix, URIParser, Variants, ZStream, DOM, XMLRead, XMLWrite, Base64, BufStream, CSVDocument, FPExprPars, Matrix;

var
  Data: TJSONData;
  Names: specialize TFPGList<Integer>;

begin
  Data := GetJSON('{"a": [1, 2]}');
  Names := specialize TFPGList<Integer>.Create;
  Names.Add(MaxIntValue([1, 42, 7]));
  if (Data.FindPath('a[1]').AsInteger = 2) and (Names[0] = 42) and ExecRegExpr('a.a', 'ada') and (IncDay(0, 1) = 1) then
    WriteLn('all are there');
end.
