"""Short texts in JavaScript, Ruby, Perl, PHP, Lua and R: read word by word, strictly."""
