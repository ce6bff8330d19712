"""Templates of which each meets a rare turn of the language: right or wrong, as the oracle answers them."""

from __future__ import annotations

import json
from typing import Any

from tests.differential.agreement import differences
from tests.oracle.client import Oracle
from vtlharness.errors import VtlRenderError, VtlSyntaxError
from vtlharness.gateway.templates.evaluation import Evaluation
from vtlharness.gateway.templates.render import render_evaluation
from vtlharness.source import Source
from vtlharness.vtl.template import Template

BODY = json.dumps(
    {
        "many": {f"k{number}": number for number in range(1010)},
        "m": {"a": 1, "b": None},
        "l": [1, 2, 3],
        "n": [1, {"x": "y"}, None],
    }
)
TEMPLATES = r"""
#foreach($x in [1])#if({0:"#set($x=1)",{'':1}:''})a#end$x#end
#foreach($x in $N)#if({"#set($x=1)":2})a#end$x#end$x
#set($l=[1])a$l.forEach($z)b$l.forEach(e)
#set($l=[1])a$l.removeIf(e)
#set($l=[1])a$l.replaceAll(e)
#set($l=[1])a$l.subList(0,1).replaceAll(e)
#set($l=[1])a$l.iterator().forEachRemaining(e)
#set($m={"a":1})a$m.forEach(1)b$m.forEach(e)
#set($m={"a":1})a$m.replaceAll(e)
#set($m={"a":1})a$m.compute("a",1)b$m.compute("a",e)
#set($m={"a":1})a$m.computeIfAbsent("a",e)
#set($m={"a":1})a$m.computeIfPresent("a",e)
#set($m={"a":1})a$m.merge("a",1,e)
#set($m={"a":1})a$m.keySet().removeIf(e)
#set($m={"a":1})a$m.values().forEach(e)
#set($m={"a":1})a$m.entrySet().forEach(e)
#set($s="a")$s.transform("x")b$s.transform(e)
#foreach($q in [1,2])$foreach.merge(1,2,e)#end
#define($x)#set($b=7)$b#end#foreach($b in $N)$x,$b;#end$b
#foreach($b in $N)#define($x)#set($b=7)$b#end$x,$b;#end
#foreach($b in $N)#define($x)#foreach($b in [1,2])$b#end#end$x,$b;#end$x
#foreach($b in $N)#set($x="#foreach($b in [1,2])$b#end")$x,$b;#end$b
#foreach($b in $N)#set($x="#set($b=7)$b")$x,$b;#end
#define($x)#foreach($b in [5,6])$b#end[$b]#end#foreach($b in $N)$x,$b;#end$x
#foreach($b in $N)#define($b)x#end$b,#end$b
#foreach($b in $N)#foreach($c in $N)#set($q="#foreach($b in $N)#set($c=9)$b#end")$q;$b;$c,#end#end$b
#foreach($b in $N)#set($q="#foreach($a in [1,2])#set($b=9)#if($a==2)#break#end$b#end")$q;$b;#end#set($b=2)$b
#foreach($b in $N)#foreach($b in [1,2])$b#end,#foreach($b in [1,2])$b#end;#end
#foreach($b in $N)#foreach($b in [1,2])$b#end#set($b=5)$b;#end
#foreach($b in $N)#foreach($b in [1,2])$b#break#end#set($b=5)$b;#foreach($b in $N)$b,#end#set($b=6)$b;#end
#foreach($b in $N)#foreach($b in [])$b#end#set($b=5)$b;#end
#foreach($b in $N)#foreach($b in $zz)$b#end#set($b=5)$b;#end
#foreach($b in $N)#set($b=5)#foreach($b in [1,2])$b#end$b#set($b=7)$b;#end
#foreach($b in $N)#foreach($b in $N)#foreach($b in [1])#end#set($b=5)$b#end#set($b=7)$b;#end
#set($l=$N)#set($q=$l.addAll($N))#foreach($b in $l)#foreach($b in [1])#end#set($b=5)$b#end$b
#set($l=$N)#set($q=$l.addAll($N))#foreach($b in $l)#if($foreach.index==2)#foreach($b in [1])#end#end#set($b=5)$b;#end$b
#foreach($b in $N)#foreach($a in $N)#foreach($b in $input.path('$.m'))#set($a=4)$a$b#end$b#set($b=2)$b,#end$b;#end
#define($x)#if($x!=$t)v#end#end$x
#define($x)#if($x==$t)v#end#end$x
#define($x)#if($t==$x)v#end#end$x
#define($x)#if($x=="v")v#end#end$x
#define($y)q#end#define($x)#if($y==$x)v#end#end$x
#define($y)q#end#define($x)q#end#if($y==$x)v#end#if($y=="q")w#end
#if(3 <= 1 + 5)a#end#if(3 < 1 + 5)b#end#if(7 >= 1 + 5)c#end#if(7 > 1 + 5)d#end
#if(1 <= 2 == true)e#end#if(true == 1 <= 2)f#end
#define($x)#set($a="b"+$x)#end$x
#define($x)#set($a=$x+"b")#end$x
#define($x)#set($a=$nope+$x)[$a]#end$x
#define($x)#set($a=1+$x)[$a]#end$x
#define($x)#set($a=$x+$x+"c")[$a]#end$x
#define($x)q#end#set($a=$nope+$x)[$a]#set($b=$x+$nope)#set($c=$x+"a"+$x)$b$c
#define($x)#set($a=[$x])$a$a.contains("null")$a.contains("")#end$x
#define($x)#set($a={"a":$x,$x:1})$a#end$x
#define($x)#set($a=[1,$x])#set($b="s"+$a)$b#end$x
#define($x)#set($q="s")$q.valueOf($x)[$q.format("%s",$x)]#end$x
#foreach($a in [1..3])$foreach.put($foreach,1)#end
#foreach($a in [1..3])$foreach.put($a,$foreach)$foreach.size()#end
#set($m={})#foreach($a in [1..2])#set($foreach.x=1)$m.put($foreach,1)$m.size()#end
a#stop('x')b
a#stop("$x")b
#if(true)a#stop($m.y)b#end c
a#stop('a','b')c
a#stop ()b
#foreach($i in [1,2])$i#stop#end c
#define($d)a#stop b#end x$d y
#define($d)a#break b#end x$d y
#foreach($i in [1,2])#define($d)x#break y#end$d$i#end z
#foreach($i in [1,2])#define($d)x#end#if($i==2)#break#end$d$i#end z
#define($d)a$e#end#define($e)b#end$d #set($e='c')$d
#define($d)$d#end$d
#define($d)x#end#set($s="<$d>")$s $s.length()
#define($d)x#end#if($d)yes#end#if(!$d)no#end#if($d == 'x')same#end
#define($d)x#end#set($l=[$d,$d])$l
#define($d)#set($x=1)#end[$x]$d[$x]
#break
a#break('x')b
#foreach($i in [1,2])a#break($i)b#end
#foreach($i in [1,2])a#break('a','b')c#end
#foreach($i in [1,2])#foreach($j in [1,2])$j#break($foreach.parent)#end$i#end
#foreach($i in [1,2])#foreach($j in [1,2])$j#break($foreach)#end$i#end
#foreach($i in [1,2])#set($f=$foreach)#end#break($f)x
$foreach [$foreach.index] [$foreach.count] $velocityCount
#foreach($x in [1,2])$foreach.nope|$foreach.index|$foreach.count|$foreach.hasNext|$foreach.first|$foreach.last;#end
#foreach($i in [1,2])#foreach($j in ['a'])$foreach.parent.index$foreach.topmost.count#end#end
#foreach($foreach in [1,2])x#end
#foreach($x in [1])#set($foreach=5)$foreach#end $foreach
#foreach($x in [1,2])#set($x='changed')$x#end $x
#foreach($a in [1])#foreach($b in $foreach)$b,#end#end
#foreach($v in $input.path('$.many').values())#if($foreach.count > 998)$v #end#end
#foreach($v in $input.path('$.many'))#if($foreach.count > 998)$v #end#end
#foreach($k in $input.path('$.many').keySet())#if($foreach.count > 998)$k #end#end
#foreach($i in [1..1005])#if($foreach.last)$i#end#end $i
#foreach($e in $input.path('$.m').entrySet())$e.key=$e.value;#end
#foreach($c in 'abc')$c#end#foreach($c in 5)$c#end#foreach($c in $none)$c#end#foreach($c in true)$c#end
#foreach($c in $input.path('$.l').iterator())$c#end
#set($i=$input.path('$.l').iterator())#foreach($c in $i)$c#end#foreach($c in $i)$c#end
#set($x=1.0E400)$x #set($x=-1.0E400)$x #set($y=1.0E400 - 1.0E400)$y
#set($d=1.5)#set($r=[0..$d.parseDouble('NaN')])$r
#set($d=2.9)#set($r=[0..$d])$r #set($r=[$d..-1])$r
#set($n=5000000000)#set($r=[$n..$n])$r
#set($r=['a'..3])$r
#set($r=[1..$none])[$r]
#set($x=$none + 'a')$x
#set($x='a' + $none.y)$x
#set($x='a' + $input.path('$.m').b)$x
#set($x=$input.path('$.m').b + 'a')$x
#set($x=$input.path('$.m').b + 1)[$x]
#set($x=1 + $none)[$x]#set($x='k')#set($x=$none * 2)[$x]
#set($s="t $x $x.z #if(true)a#else b#end #foreach($i in [1,2])$i#end #set($q=3)$q")$s
#set($s="a ## b")$s
#set($s="#*c*#x")$s
#set($s="a #if(true)b")$s
#set($s="")[$s]#set($s="$")[$s]#set($s="$x.")[$s]#set($s="#")[$s]
#set($s='it''s')$s
#set($s="say ""hi"" ''")$s
#set($s="a\nb\\\"")$s
#if(foo)a#end
#set($x=foo)$x
#set($x=null)[$x]
#if($)a#end
#if($!)a#end
#if(!$)a#end
#if($x.)a#end
#if($x[0)a#end
#if($x.y(])a#end
#set($x=[)a
#set($x={)a
#set($x={'a'})$x
#set($x={'a':1,})$x
#set($x=[1,])$x
#set($x={'a':1,'a':2})$x
#set($x={2:'a',2.5:'b',true:'c'})$x
#set($x=[[1],['a',[2]]])$x $x[1][1][0] $x.get(1).get(1).get(0)
#set($x=1#)$x
#if(#1)a#end
#set($x=$)a
#set($=1)a
#set(x=1)a
#set($x.y.z=1)a
#set($m={'a':{}})#set($m.a.b=1)$m #set($m['c']=2)$m #set($m.a['d']=3)$m.a
#set($x.size()=1)a
#set ( $x = 5 )$x #set($x
=
6)$x
#literal()a$b#if#end
#literal(x)a#end b
#literal a
#literal()#end b
#literal()
#if($x))a#end
#if(true))a#end
#foreach($x in [1]))x#end
#set($x=5))
$x.y(1))
#if("a" == 'a' "b")x#end
#foo("a" 'b')
#foo('a')x#end
#foo
#foo()bar
#@foo()x#end
#define($x "y")a#end
#define('x')a#end
#define()a#end
#define($x)a
#macro(m $a)[$a]#end#m('x')
#macro(m)x#end#m()
#macro()x#end
#include('x')
#parse('x')
#evaluate('$x')
#end
#else
#elseif(true)a#end
#if(true)a#elseif(true)b#else c#end
#if(false)a#elseif(true)b#else c#end
#if(false)a#elseif(false)b#else c#end
#if(false)a#elseif($none)b#end
#if(true)a#else b#else c#end
#if(true)a#else b#elseif(true)c#end
#if
#if()
#if(true
#if(true)
#if(true)a#{else}b#{end}c
#{if}(false)a#{else}b#{end}c
#{foreach}($i in [1,2])$i#{end}
#set($ab='v')\$ab \\$ab \\\$ab \$none \\$none $!ab $!{ab} $!none \$!ab \$!{ab} \${ab} \$!none
\#set($x=1) \\#set($x=1) \#if(true) \#foo \\#foo \#end
#set($x='v')\\\#if($x)a#end
#*a*#x##y
z
#**doc*#x#*#*b*#y
#*unclosed
##
##x
#[[raw $x #if]]#
$x$y${x}${y}z$!{x}z$x-y$x_y$x.y.z$x[0]$x[0][1]$x[']$x["a"]
$x.y() $x.y(1,'a',$z,[1],{'a':1}) $x.y( 1 , 2 )
$x.y(1 2)
$x.y(
$x.y(,)
${x.y()} ${x[0]} ${x.y.z} ${x.y()z} ${x
$!{x.y}a $!{x a
$1 $_a $-a $a-b $a1 $A_9 $é $ a ${} ${1} $$a $!$a $!!a
$input.path('$.l')[0] $input.path('$.l').get(1) $input.path('$.l')[-1] $input.path('$.l')[9]
$input.path("$.l")[$x] $input.path('$.m')['a'] $input.path('$.m')[0]
#if(1 == 1.0)a#end#if('1' == 1)b#end#if(null == $none)c#end#if($none == $none)d#end#if(true == 'true')e#end
#if(1 < 2 && 2 > 1 || false)a#end#if(!true || !false)b#end#if(not false and true)c#end
#if(1 lt 2)a#end#if(2 gt 1)b#end#if(1 le 1)c#end#if(1 ge 2)d#end#if(1 eq 1)e#end#if(1 ne 1)f#end
#if('a' < 'b')a#end#if($none > 1)b#else c#end
#if(1 <)a#end
#if(&& true)a#end
#if(1 = 1)a#end
#if(!!true)a#end#if(!(true))b#end#if((true))c#end#if(((1)) == (1))d#end
#set($x=(1 + 2) * 3)$x #set($x=1 + 2 * 3)$x #set($x=10 / 3)$x #set($x=10 % 3)$x #set($x=-7 / 2)$x #set($x=-7 % 2)$x
#set($x=1 / 0)[$x]#set($x=1 % 0)[$x]#set($x=1.0 / 0)[$x]
#set($x=1 - -1)$x #set($x=1-1)$x #set($x=1 -1)$x #set($x=-1)$x #set($x=- 1)$x
#set($x=2147483647 + 1)$x #set($x=9223372036854775807 + 1)$x #set($x=99999999999999999999)$x
#set($x=!true)$x #set($x=true && false)$x #set($x=1 == 1)$x #set($x=$none == 1)$x #set($x=!$none)$x
#set($x=1.5.2)$x
#set($x=1.)$x
#set($x=.5)$x
#set($x=1..3)$x
#set($x='a' - 1)[$x]#set($x='a' * 2)[$x]#set($x=[1] + [2])[$x]#set($x={} + 'a')[$x]
#set($x="${")$x
#set($x="#set(")$x
#set($x="$x.y(")$x
a	b
c $x 	d
#set($foreach='f')#foreach($foreach in [1,2])x#end$foreach
#foreach($i in [1])#foreach($foreach in [1,2])x#end#end
""".replace("$N", "$input.path('$.n')")
ONES = [template for template in TEMPLATES.split("\n") if template]


def _requests() -> list[dict[str, Any]]:
    return [{"template": template, "body": BODY} for template in ONES]


def test_as_the_oracle_answers(oracle: Oracle) -> None:
    assert differences(_requests(), oracle.ask) == []


def test_whether_it_can_be_parsed(oracle: Oracle) -> None:
    """A template that the engine cannot parse is a syntax error here, at a place; one that fails later may be."""
    wrong = []
    for request, answer in zip(_requests(), oracle.ask(_requests()), strict=True):
        ours = None
        try:
            render_evaluation(Template(Source(request["template"])), Evaluation(BODY))
        except VtlSyntaxError as refused:
            ours = "parse" if refused.line and refused.column else "nowhere"
        except VtlRenderError as failed:
            ours = "eval" if failed.line else "nowhere"
        if ours == "nowhere" or (ours is None) != ("output" in answer) or (answer.get("kind") == "parse" != ours):
            wrong.append((request["template"], ours, answer))
    assert wrong == []
