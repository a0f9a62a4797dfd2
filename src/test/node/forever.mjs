// Proves the time limit: says that it runs, and goes on.
console.log('running');
setInterval(() => {}, 60_000);
