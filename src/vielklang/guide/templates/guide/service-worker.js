{% load static %}{# Changes whenever a static file changes, so that browsers fetch the new worker and drop what it kept. #}
self.vkVersion = "{% static 'build/vk.css' %} {% static 'build/vk.js' %}";
importScripts("{% static 'build/service-worker.js' %}");
