"""Files of office programs for the tests, each written as small as its format allows."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def zipped(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def relations(*rows: tuple[str, str, str]) -> str:
    """A part of relations: (id, kind, target) each."""
    inner = "".join(f'<Relationship Id="{id}" Type="{R}/{kind}" Target="{target}"/>' for id, kind, target in rows)
    return f'<Relationships xmlns="{RELS}">{inner}</Relationships>'


def word(body: str, parts: dict[str, str] | None = None, extra: str = "") -> bytes:
    """A Word document of this body; `parts`: further ones by kind («footnotes»), `extra`: further relations."""
    parts = parts or {}
    types = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>' for kind in parts
    )
    main = f'<Override PartName="/word/document.xml" ContentType="{WORD_TYPE}.document.main+xml"/>'
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    known = relations(*((f"r{kind}", kind, f"{kind}.xml") for kind in parts))
    made = {
        f"word/{kind}.xml": f'<w:{kind} xmlns:w="{W}" xmlns:r="{R}">{inner}</w:{kind}>' for kind, inner in parts.items()
    }
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{TYPES}">{default}{main}{types}</Types>',
            "_rels/.rels": relations(("r1", "officeDocument", "word/document.xml")),
            "word/document.xml": f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
            "word/_rels/document.xml.rels": known.replace("</Relationships>", f"{extra}</Relationships>"),
            **made,
        }
    )


def paragraph(text: str, properties: str = "", after: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r>{after}</w:p>"


def presentation(*slides: str, notes: str = "") -> bytes:
    """Slides of these shapes in order; `notes` stand under the first."""
    parts: dict[str, str | bytes] = {
        "_rels/.rels": relations(("r1", "officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'<p:presentation xmlns:p="{P}" xmlns:r="{R}"><p:sldIdLst>'
        + "".join(f'<p:sldId id="{256 + at}" r:id="s{at}"/>' for at in reversed(range(len(slides))))
        + "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(
            *((f"s{at}", "slide", f"slides/s{at}.xml") for at in range(len(slides)))
        ),
    }
    last = f"s{len(slides) - 1}.xml"  # the first slide: the order is that of the list, not of the names
    for at, shapes in enumerate(slides):
        parts[f"ppt/slides/s{len(slides) - 1 - at}.xml"] = slide(shapes)
    if notes:
        parts[f"ppt/slides/_rels/{last}.rels"] = relations(("n", "notesSlide", "../notes.xml"))
        parts["ppt/notes.xml"] = slide(shape(notes, "body"))
    return zipped(parts)


def slide(shapes: str) -> str:
    return f'<p:sld xmlns:p="{P}" xmlns:a="{A}" xmlns:r="{R}"><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>'


def shape(text: str, place: str = "body") -> str:
    head = f'<p:nvSpPr><p:nvPr><p:ph type="{place}"/></p:nvPr></p:nvSpPr>'
    return f"<p:sp>{head}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def open_document(body: str, kind: str = "text", encrypted: bool = False, styles: str = "") -> bytes:
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "text", "table", "draw", "presentation")
    )
    inner = f"<office:automatic-styles>{styles}</office:automatic-styles>" if styles else ""
    inner += f"<office:body><office:{kind}>{body}</office:{kind}></office:body>"
    content = f"<office:document-content {spaces}>{inner}</office:document-content>"
    manifest = "<manifest><encryption-data/></manifest>" if encrypted else "<manifest/>"
    return zipped({"content.xml": content, "META-INF/manifest.xml": manifest})


def book(*chapters: str, title: str = "") -> bytes:
    items = "".join(
        f'<item id="c{at}" href="c{at}.xhtml" media-type="application/xhtml+xml"/>' for at in range(len(chapters))
    )
    spine = "".join(f'<itemref idref="c{at}"/>' for at in range(len(chapters)))
    nav = '<item id="n" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    named = f"<metadata><dc:title>{title}</dc:title></metadata><manifest>{items}{nav}</manifest>"
    opf = f'<package xmlns:dc="d">{named}<spine><itemref idref="n"/>{spine}</spine></package>'
    places = '<rootfiles><rootfile full-path="OEBPS/b.opf"/></rootfiles>'
    pages = {f"OEBPS/c{at}.xhtml": f"<html><body>{inner}</body></html>" for at, inner in enumerate(chapters)}
    return zipped(
        {
            "META-INF/container.xml": f"<container>{places}</container>",
            "OEBPS/b.opf": opf,
            "OEBPS/nav.xhtml": "<html><body><ol><li>الفصل الأول</li></ol></body></html>",
            **pages,
        }
    )
