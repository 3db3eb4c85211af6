"""Pages in the shapes that real sites use; every place, person and event in them is invented."""

# ruff: noqa: E501
from __future__ import annotations

P1 = (
    "Merovia closed the Lhassen Pass on Wednesday, stranding hundreds of lorries on the mountain road, "
    "after talks with Talvane over fishing rights collapsed."
)
P2 = (
    "The defence ministry said that border guards had turned back 400 vehicles since dawn; drivers slept in their cabs."
)
P3 = "“We will not wait for ever,” said Transport Minister Ilse Marrek, who flew to the pass by helicopter on Thursday."
CAPTION = "Lorries queue below the Lhassen Pass on Wednesday"

WORDPRESS = f"""<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="UTF-8"><title>Merovia closes Lhassen Pass - The Varn Courier</title>
<meta property="og:title" content="Merovia closes Lhassen Pass"><meta property="og:site_name" content="The Varn Courier">
<link rel="canonical" href="https://courier.example/2031/05/merovia-closes-pass/">
<meta property="article:published_time" content="2031-05-14T08:30:00+00:00">
<style>p {{ color: red }}</style><script>var text = "<p>Not this</p>";</script></head>
<body class="post-template-default single single-post tag-war category-news">
<header class="site-header"><nav class="main-navigation"><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav></header>
<div id="primary" class="content-area"><main id="main" class="site-main">
<article id="post-12" class="post-12 post type-post tag-border has-sidebar">
<header class="entry-header"><h1 class="entry-title">Merovia closes <em>Lhassen Pass</em></h1>
<div class="entry-meta"><span class="posted-on">Posted on <a href="#"><time class="entry-date published" datetime="2031-05-14T08:30:00+00:00">14 May 2031</time></a></span>
<span class="byline">by <span class="author vcard"><a class="url fn n" href="/author/anna">Anna Holm</a></span></span></div></header>
<div class="entry-content">
<p>{P1}</p>
<div id="attachment_7" class="wp-caption alignnone"><img src="x.jpg" alt="alt"><p class="wp-caption-text">{CAPTION}. Photo: Jonas Reit/Reuters</p></div>
<p>{P2}</p>
<div class="sharedaddy sd-sharing-enabled sharing"><h3>Share this:</h3><ul><li>Facebook</li></ul></div>
<blockquote><p>“The road is closed,” the decree says.</p></blockquote>
<ul><li>One lane is open to ambulances.</li><li>The rail tunnel is shut.</li></ul>
<div class="related-posts"><h4>Read more</h4><a href="/a">Sorrel Bay: what we know</a></div>
<p>{P3}</p>
</div>
<footer class="entry-footer"><span class="tags-links">Tagged border</span></footer></article>
<div id="comments" class="comments-area"><article class="comment-body"><p>{"A reader writes a very long comment about it. " * 12}</p></article></div>
</main></div>
<footer><p>Copyright 2031 The Varn Courier. All rights reserved, wherever you read this text and whoever you are.</p></footer>
<div class="cookie-notice"><p>We use cookies to make this site work for you and for our 841 partners. Accept all of them now?</p></div>
</body></html>"""

BROADCASTER = f"""<!DOCTYPE html><html lang="en-GB" class="no-js"><head><title>Merovia closes Lhassen Pass - Ilmark News</title>
<script type="application/ld+json">{{"@context":"http://schema.org","@type":"ReportageNewsArticle","url":"https://news.example/articles/c1",
"headline":"Merovia closes Lhassen Pass","datePublished":"2031-05-14T06:01:12.000Z","author":[{{"@type":"Person","name":"Anna Holm"}},{{"@type":"Person","name":"Piet Halloran"}}],
"publisher":{{"@type":"NewsMediaOrganization","name":"Ilmark News"}},"articleSection":"World &amp; Borders"}}</script></head>
<body><div id="root"><nav><a href="/">Home</a></nav><main id="main-content"><article>
<div data-component="headline-block"><h1 class="sc-f98b1ad2-0 dfvxux">Merovia closes Lhassen Pass</h1></div>
<div data-component="byline-block"><div class="sc-801dd632 byline"><time datetime="2031-05-14T06:01:12.000Z">3 hours ago</time>
<div data-testid="byline-contributors"><span class="sc-a name">Anna Holm</span><span class="sc-b role">Defence correspondent</span></div>
<button>Share</button><button>Save</button></div></div>
<div data-component="image-block"><figure><div><img alt="x"><span class="source"><span class="visually-hidden">Image source, </span>Reuters</span></div>
<figcaption><span class="visually-hidden">Image caption, </span>{CAPTION}</figcaption></figure></div>
<div data-component="text-block"><p class="sc-e b"><b>{P1}</b></p></div>
<div data-component="text-block"><p class="sc-e b">{P2}</p></div>
<div data-component="subheadline-block"><h2>Drivers wait</h2></div>
<div data-component="text-block"><p class="sc-e b">{P3}</p></div>
<div data-component="links-block"><section class="related"><h2>More on this story</h2><ul><li><a href="/b">Why the pass matters to everyone</a></li></ul></section></div>
</article></main></div></body></html>"""

AGENCY = f"""<html lang="en"><head><title>Merovia closes mountain pass | TP News</title><meta property="og:url" content="https://tp.example/article/1">
<meta name="author" content="By JONAS REIT"></head><body>
<div class="Page-content"><div class="Page-lead"><h1 class="Page-headline">Merovia closes mountain pass</h1>
<div class="CarouselSlide"><figure><img><figcaption class="CarouselOverlay-info"><p>{CAPTION}, May 14, 2031. (AP Photo/Jonas Reit)</p></figcaption></figure></div>
<div class="Page-byline-info"><div class="Page-authors">By <a class="Link">JONAS REIT</a></div><div class="Page-datePublished">Updated 9:14 AM GMT, May 14, 2031</div></div></div>
<div class="Page-storyBody"><div class="RichTextStoryBody RichTextBody"><p><span class="dateline">PORT AMSEL, Merovia (AP)</span> — {P1}</p><p>{P2}</p>
<div class="PageListEnhancementGeneric related"><a href="/x">Harbour strike leaves ships idle</a></div><p>{P3}</p><p>___</p>
<p>Associated Press writer Tove Lind in Varn contributed to this report from the northern border.</p></div></div></div>
<div class="recommended"><article><h3><a href="/1">Other story with a long headline to read here</a></h3><p>{P2} {P3} {P1}</p></article></div></body></html>"""

AMP = """<!doctype html><html ⚡ lang="fr"><head><meta charset="utf-8"><title>La Mérovie ferme le col</title><link rel="canonical" href="https://journal.example/monde/col.html">
<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"Organization","@id":"#org","name":"Le Journal de Varn"},
{"@type":"Person","@id":"#p","name":"Élise Morel"},{"@type":"WebPage","headline":"x"},
{"@type":["Article","NewsArticle"],"headline":"La Mérovie ferme le col","author":{"@id":"#p"},"publisher":{"@id":"#org"},"datePublished":"2031-05-14"}]}</script></head>
<body><amp-sidebar><ul><li>Menu</li></ul></amp-sidebar><header class="header"><a>Le Journal</a></header><article class="amp-wp-article">
<header><h1 class="amp-wp-title">La Mérovie ferme le col</h1><p class="chapo">Les routiers attendent depuis l’aube dans le froid, sans nouvelles.</p></header>
<figure class="amp-wp-article-featured-image"><amp-img src="a.jpg"><noscript><img src="a.jpg"></noscript></amp-img><figcaption>Des camions au pied du col. <span class="credit">Photo Élise Morel / AFP</span></figcaption></figure>
<div class="amp-wp-article-content"><p>VARN, 14 mai (AFP) - La Mérovie a fermé mercredi le col de Lhassen, bloquant des centaines de camions sur la route.</p>
<amp-ad>Publicité</amp-ad><p>«&nbsp;Nous n’attendrons pas&nbsp;», a déclaré la ministre des Transports, Ilse Marrek, venue sur place jeudi.</p></div></article></body></html>"""

ARABIC = """<!DOCTYPE html><html dir="rtl" lang="ar"><head><meta charset="windows-1256"><title>ميروفيا تغلق ممر لاسن | صحيفة فارن</title></head>
<body><div class="menu"><a>الرئيسية</a></div><div class="article"><h1>ميروفيا تغلق ممر لاسن</h1><div class="author">بقلم: سامي حداد</div><div class="date">14 مايو 2031</div>
<div class="article-body"><p>أغلقت ميروفيا يوم الأربعاء ممر لاسن الجبلي أمام الشاحنات بعد انهيار المحادثات مع تالفان بشأن حقوق الصيد.</p>
<p>وقالت وزارة الدفاع إن حرس الحدود أعادوا أربعمئة مركبة منذ الفجر، وإن السائقين ناموا في شاحناتهم.</p></div></div></body></html>"""

GERMAN = """<html lang="de"><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><title>Merowien sperrt Pass</title>
<meta name="date" content="2031-05-14T09:15:00+0200"></head><body><article><span class="kicker">Grenzstreit</span><h1>Merowien sperrt den Lhassen-Pass</h1>
<p class="teaser-text vorspann">Hunderte Lastwagen stehen auf der Bergstraße – Talvanien protestiert.</p>
<p class="autor">Von <a rel="author">Jörg Büchner</a></p>
<figure><img><figcaption><span class="bildtext">Lastwagen stauen sich am Mittwoch unterhalb des Passes.</span><span class="bildnachweis">Foto: Jörg Büchner/dpa</span></figcaption></figure>
<div class="artikeltext"><p><strong class="ort">Varn.</strong> Merowien hat am Mittwoch den Lhassen-Pass gesperrt. Hunderte Lastwagen stehen seither auf der Bergstraße fest.</p>
<p>„Wir warten nicht ewig“, sagte Verkehrsministerin Ilse Marrek, die am Donnerstag mit dem Hubschrauber kam.</p></div></article></body></html>"""

TABLES = f"""<html><head><title>The Sorrel Gazette: Pass closed by Merovia</title></head><body bgcolor=white><table width=780><tr><td colspan=2><img src=logo.gif>
<a href=/>Home</a> | <a href=/w>World</a> | <a href=/s>Sport</a></td></tr><tr><td width=150><a href=a>Weather today in Varn and all around</a><br><a href=b>Archive of all the older stories</a><br></td>
<td><font size=5><b>Pass closed by Merovia</b></font><br><font size=1>By Tove Lind, Gazette staff</font><br><br>{P1}<br><br>{P2}<br>Second line.<br><br>{P3}
<table border=1><tr><th>Day</th><th>Lorries</th></tr><tr><td>Mon</td><td>120</td></tr><tr><td>Tue</td><td>400</td></tr></table></td></tr></table></body></html>"""

LAZY = f"""<html lang=en><head><title>Pass closed</title></head><body><article><h1>Pass closed</h1>
<figure><img data-src="a.jpg" class="lazyload"><noscript><img src="a.jpg"></noscript><figcaption>{CAPTION} <em>(Jonas Reit/Reuters)</em></figcaption></figure>
<noscript><figure><img src="a.jpg"><figcaption>{CAPTION} <em>(Jonas Reit/Reuters)</em></figcaption></figure></noscript>
<div class="article-body"><p>{P1}</p><noscript>Please enable scripts to see this page.</noscript><p>{P2}</p></div></article></body></html>"""
