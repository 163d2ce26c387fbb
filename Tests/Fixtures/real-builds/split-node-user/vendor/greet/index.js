module.exports = () => "hello from " + process.cwd();
