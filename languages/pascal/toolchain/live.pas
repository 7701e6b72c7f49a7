unit live;

{ Loaded into every program. What is written to a pipe is kept until 256 bytes are together, so a question would be seen
  after its answer, and what was printed before a crash never: here it is written out with each statement. }

interface

implementation

initialization
  TextRec(Output).FlushFunc := TextRec(Output).InOutFunc;
end.
