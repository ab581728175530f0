"use strict";
// A page in the frame of another page of the same site: hands it its document with the styles
// that only few pages have, for a comparison or a booklet.
addEventListener("message", ({ data, origin }) => {
  if (data !== "fundus-part" || (location.protocol !== "file:" && origin !== location.origin)) return;
  // On paper, only addresses elsewhere are of use.
  document.querySelectorAll("article a[href]").forEach((link) => link.toggleAttribute("data-inside", link.origin === location.origin));
  for (const name of ["href", "src"]) {
    document.querySelectorAll(`article [${name}]:not([href^="#"])`).forEach((element) => {
      element.setAttribute(name, element[name]);
    });
  }
  // Addresses in a set of pictures would be wrong elsewhere; the picture itself stays.
  document.querySelectorAll("article [srcset]").forEach((picture) => picture.removeAttribute("srcset"));
  const styles = [...document.querySelectorAll("head style")].map((style) => style.textContent);
  const { lang, dir } = document.documentElement;
  parent.postMessage({ part: document.querySelector("article.document")?.outerHTML ?? "", styles, lang, dir }, "*");
});
