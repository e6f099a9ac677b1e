// Modules that exist only during a build: "gangka:icons", "gangka:card-icons" and "gangka:assets".

function virtual(build, name, contents) {
  build.onResolve({ filter: new RegExp(`^gangka:${name}$`) }, () => ({ path: name, namespace: "gangka" }));
  build.onLoad({ filter: new RegExp(`^${name}$`), namespace: "gangka" }, () => ({ contents, loader: "js" }));
}

/** An esbuild plugin that serves the icons' path data and the hashed addresses of assets. */
export function builtModules(icons, assets) {
  return {
    name: "gangka",
    setup(build) {
      virtual(build, "icons", `export const icons = ${JSON.stringify(icons.app)};`);
      virtual(build, "card-icons", `export const icons = ${JSON.stringify(icons.all)};`);
      virtual(build, "assets", `export const assets = ${JSON.stringify(assets)};`);
    },
  };
}
