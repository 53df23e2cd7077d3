if ($true) { # -> does-not-parse
