#!/usr/bin/env python3
"""Makes the README's pictures of a report: docs/images/report-light.png and report-dark.png.

    picture.py REPORT.html [--out docs/images]

The report's column alone, at 1180 pixels, from its headline to its first table. With Pillow the picture keeps 64 colours and a
third of the bytes.
"""

import argparse
import base64
import pathlib

import check_report
import chromium

CLIP = {"x": 190, "y": 56, "width": 990, "height": 1090, "scale": 1}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("report", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("docs/images"))
    arguments = parser.parse_args()
    path = chromium.find()
    if not path:
        parser.error("Chromium is not there: install the package chromium or set CHROMIUM")
    browser = chromium.Chromium(path)
    try:
        for scheme in check_report.SCHEMES:
            page = check_report.Page(browser, arguments.report.resolve().as_uri(), 1180, 1240, False, scheme)
            data = page.call("Page.captureScreenshot", format="png", clip=CLIP)["data"]
            page.close()
            out = arguments.out / f"report-{scheme}.png"
            out.write_bytes(base64.b64decode(data))
            try:
                from PIL import Image
            except ImportError:
                continue
            Image.open(out).convert("RGB").quantize(64, dither=0).save(out, optimize=True)
    finally:
        browser.close()


if __name__ == "__main__":
    main()
