// One room at a time: what happens there, and who is there.

import { open } from './socket.js';

const MOST_NEWS = 200;

const $ = (id) => document.getElementById(id);

const NEWS = {
	joined: ({ name }) => `${name} is here`,
	said: ({ name, text }) => `${name}: ${text}`,
	left: ({ name }) => `${name} has left`,
};

let socket;

function join() {
	const room = encodeURIComponent($('room').value);
	const name = encodeURIComponent($('name').value);
	tell('');
	$('join-fields').disabled = true;
	socket = open(`rooms/${room}?name=${name}`, hear, leave);
	socket.onopen = () => show(true);
}

function hear(news) {
	tell(news.error ?? '');
	if (news.error) {
		return;
	}
	if (news.present) {
		$('present').value = news.present.join(', ');
	}
	const entry = document.createElement('li');
	// never as HTML: anybody may have written it
	entry.textContent = NEWS[news.event](news);
	$('news').append(entry);
	if ($('news').childElementCount > MOST_NEWS) {
		$('news').firstElementChild.remove();
	}
	entry.scrollIntoView({ block: 'nearest' });
}

function say() {
	socket.send(JSON.stringify({ text: $('text').value }));
	$('text').value = '';
}

function leave({ code }) {
	show(false);
	$('present').value = 'nobody';
	if (code === 1006) {
		tell('Refused or lost. A room is 1 to 20 of a–z, 0–9 and -, a name 1 to 20 letters and digits.');
	}
}

function show(inside) {
	$('join-fields').disabled = inside;
	$('say-fields').disabled = !inside;
	$(inside ? 'text' : 'join-button').focus();
}

function tell(problem) {
	$('problem').textContent = problem;
}

function onSubmit(form, action) {
	$(form).addEventListener('submit', (event) => {
		event.preventDefault();
		action();
	});
}

onSubmit('join', join);
onSubmit('say', say);
$('leave').addEventListener('click', () => socket.close(1000));
