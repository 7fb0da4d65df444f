// Shows what the requests of the buttons come to, and how many reports are made.

const running = document.getElementById('running');
const answer = document.getElementById('answer');

async function ask(path) {
	try {
		const response = await fetch(path, { cache: 'no-store' });
		return await response.text();
	}
	catch (error) {
		return `No response: ${error.message}`;
	}
}

async function watch() {
	running.value = await ask('report/running');
	setTimeout(watch, 500);
}

for (const name of ['reset', 'last']) {
	document.getElementById(name).addEventListener('click', async () => {
		answer.value = await ask(`connection/${name}`);
	});
}

watch();
