program Broken;
{$mode objfpc}
uses
  SysUtils;
begin
  if ParamCount = 0 then raise Exception.Create('on purpose');
end.
