module.exports = (text) => "// bundled\n" + text;
