unit live;

{ Loaded into every program. What is written to a pipe is kept until 256 bytes are together, so a question would be seen
  after its answer: here it is written out at once, unless the input is there already and nobody waits. }

interface

implementation

uses
  BaseUnix;

var
  waiting: TPollFd;

initialization
  waiting.fd := 0;
  waiting.events := POLLIN;
  if FpPoll(@waiting, 1, 0) = 0 then
    TextRec(Output).FlushFunc := TextRec(Output).InOutFunc;
end.
