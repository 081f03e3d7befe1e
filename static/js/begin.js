/* The last part of the bundle: htmx is there, and everything of ours listens. */
(() => {
  "use strict";
  // The document was parsed before; htmx waits for the word of it unless the pictures are there too.
  if (document.readyState !== "complete") document.dispatchEvent(new Event("DOMContentLoaded"));
  document.dispatchEvent(new Event("desk:ready"));
})();
