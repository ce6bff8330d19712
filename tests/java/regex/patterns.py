"""Patterns, right and wrong, by what they are about; texts to try them on; replacements and patterns with groups."""

from __future__ import annotations

PATTERNS = r"""
\R+ \R{2} \R? \R*?\n (?:\R)+ a{1 a{1, a{,2} (?<!a{2147483647}b{2})c (?<=a{1073741824}b{1073741824})c (?<n>a)(?<n>b)
(?<n (?<n>a (?<> (?<n-m>a) (?<n1>a)\k<n1> \k<n \k{n} (?d)a\Z (?d)c\Z (?m)a\Z (?d)^c (?dm)a$ (?ds).+ (?s).+\z
(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11 (a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\12 (a)\10 (a\1)b ((a)\2)\1 (a|\1b)+ \2(a)(b) \c
\c@ \cz \c? \0 \08 \04 \048 \0377 \0400 \09 \00 \x \x4 \x4g \x{ \x{} \x{4 \x{110000} \x{10FFFF} \x{0041} \u \u00 \u004
\u004g \N \N{ \N{} \N{digit_zero} \N{nothing} [&&b] [&&b&&] [a&&] [a-z&&] [^&&a] [[a]&&] \N{DIGIT}
\p{block=BasicLatin} \p{blk=Greek} \p{Block=Nothing} \p{InGreek} \p{InNothing} \p{IsNothing} \p{sc=Nothing}
\p{gc=Nothing} \p{x=y} (?U)\p{Lower}+ (?U)\p{upper} (?iU)\p{Upper}+ (?iU)\p{Lower} (?U)\p{Punct} (?U)\p{Alpha}+
(?U)\p{Digit} (?U)\d (?U)\s (?U)\b\w (?U)\W (?U)\p{Alnum}+ (?U)\p{Space} (?U)\p{Blank} (?U)\p{Cntrl} (?U)\p{Graph}+
(?U)\p{Print}+ (?U)\p{XDigit}+ (?U)[[:alpha:]] \p{Alpha}+ \p{Digit}+ \p{Alnum}+ \p{Blank}+ \p{XDigit}+ \P{Alpha}+
\P{Lower}+ [\p{Upper}\d]+ [^\p{Punct}]+ \p{Nd} \p{Sc} \p{Zs} \p{M} \p{N}+ \p{IsControl} \p{IsPunctuation}+
\p{IsUppercase} \p{IsLowercase}+ \p{IsDigit} \p{IsLetter}+ \p{IsWhite_Space} \p{IsIdeographic} \p{IsTitlecase}
\p{IsHex_Digit}+ \p{IsNoncharacter_Code_Point} \p{IsAssigned} \p{IsJoin_Control} \p{IsEmoji} \p{IsLu} \p{IsL}+
\p{Isalphabetic} \p{javaUpperCase} \p{javaDigit}+ \p{javaLetter}+ \p{javaLetterOrDigit}+ \p{javaAlphabetic}
\p{javaSpaceChar} \p{javaISOControl} \p{javaIdentifierIgnorable} \p{javaJavaIdentifierStart}+
\p{javaJavaIdentifierPart}+ \p{javaMirrored} \p{javaTitleCase} \p{javaDefined} \p{javaNothing} \pl \pLu \pZ \PN+ \p{l}
\p{LU} \p{IsLATIN} (?i)\p{Lu} (?i)\p{Upper} (?i)\p{IsUppercase} (?i)\p{javaUpperCase} (?i)[\p{Lu}] (?i)[^a]+ (?i)É
(?iu)ẞ (?i)K (?iu)K (?iu)[k-l] (?iu)ſ (?i)[^A-C]+ (?u)É (?iu)[É]+ (?iu)Σ (?iu)ǆ \\\Qa\E \Q\E \Q\\E \Qa\E+ \Qab\E*
[\Q^]\E] [\Q \Q[\E (?x)a\ b (?x)\#a (?x:a)b (?x)a{2} (?x)\Q#\E (?<=^)a (?<=\b)b (?<=(?=a))a (?<=a|bc|d?)c (?<=[^a])b
(?<=(a|b))c (?<=\Qab\E)c (?<=a{2}?)b (?<=\1(a))b (?<=(?i)A)b (?<!^)a (?=a)a (?!a). (?>a|ab)c (?>a+)b (?:a|b)*+c
(?i-i)A (?-i)A (?is-m:A.) (?i:)A (?im (?imz) (?idmsuxU)a (?-:a) (?^a) (?<a>b)(?<b>c) a**b a+*b a??+ a?*+ a{0} a{0,0}
a{0}b (a){0}b a{3,} a{2,3}+a ^+ $? \b{2} \b* \B+ \z* (?<=a)*b (?!b)+a ()* (|a)+ (a|)+ (a?){3} (a*)+ (a+)+b [a-] [-a]
[a-b-c] [a-\w] [\w-a] [a&&[b]&&a] [a[b[c]]] [^a[b]] [^[ab]] [^a&&a] [^a&&b] [[^a]&&b] [a-c&&^b] [a&b&&b] [a&&b&] [a^]
[^^] [\^a] [\b] [\x41-\x43] [\u0041-\u0043] [\0101-\0103] [\cA-\cC] [\t-\r] [a-\x63] [\e] [\f\a] [é-ü] [😀-😂] [\ud83d]
[#a] (?x)[#a] \Ga+ \uD83D\uDE00b [\uD83D\uDE00b]+ \uD83Da \uDE00 a\G \A \Z \z \Aabc\Z ^abc$ $a ^^a a$$ (?m)^^ \a \f
\v+ \V+ \h+ \H \d+\D \s+\S \w\W \X+ \X{2} [\h] [\v] [\R] [\X] [\B] [\G] \p{IsJoinControl} \p{IsAlphabetic}+
\p{javaLowerCase}+ \p{javaWhitespace} \p{InLatin-1Supplement}+ \p{InBASICLATIN} .*? .+?c
\p{javaIdeographic}+ \p{IsHexDigit}+ \p{IsNoncharacterCodePoint} \p{IsWhiteSpace} \p{ASCII}+ (?U)\p{Upper}
""".split()  # noqa: SIM905 - as patterns are written
TEXTS = ("", "aab\r\n\r\nc\n", "abcdefghijkkl1", "Kkſ ßẞ ΣσςÉé ıǅ", "\x01A# b\\^]\t٣\u2028", "aaabbbcc中〆あ")

GROUPS = (
    "(a)(b)?",
    "(?<n>a)|(?<m>z)",
    "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)",
    "a",
    "(?<nn>b)(c)",
    "((((((((((a))))))))))b",
)
REPLACEMENTS = r"""
$0 $1 $2 $9 $10 $11 $12 $110 $01 $00 ${n} ${m} ${ ${n ${} ${1} ${1n} ${n}x $n $ $$ \$ \\ \ \n \\$1 x$1y$2z $1$1 ${nn}
${n-m} $-1
""".split()  # noqa: SIM905
REPLACED = ("abcdefghijkl", "xaz", "none")
