for tool in bc bzip2 column dc file gawk hexdump jq less patch tree unzip xxd xz zip; do
  command -v "$tool" >/dev/null || echo "$tool is missing"
done
printf 'a 1\nbb 2\n' | column -t
echo '2 100 ^ p' | dc
