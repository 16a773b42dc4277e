"""The classroom: checks that a student runs, and what makes notebooks and pages of one source.

A student needs `kdci.classroom.ask` alone. All else reads the exercises, which lie in the folder
``classroom`` of the repository.
"""
