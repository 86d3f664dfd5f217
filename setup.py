"""What pyproject.toml cannot say: the articles lie beside the packages here, and inside one of them in a wheel."""

from setuptools import find_packages, setup

setup(
    packages=[*find_packages(include=["assistant*", "vectorstore*"]), "assistant.seeds"],
    package_dir={"assistant.seeds": "seeds"},
)
