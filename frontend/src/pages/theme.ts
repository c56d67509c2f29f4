/** Sets the chosen theme before the first paint. Loaded as a blocking script, so that nothing flashes. */

try {
  const theme = localStorage.getItem("backlot:theme");
  const is_fixed = "themeFixed" in document.documentElement.dataset;
  if (!is_fixed && (theme === "light" || theme === "dark")) document.documentElement.dataset["theme"] = theme;
} catch {
  // Storage may be forbidden; the system's preference holds then.
}
